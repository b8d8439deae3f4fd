/** What a function takes as one object, which has the members of these names: where one is renamed, the compiler refuses it. */
export type Members<Taken, _Names extends keyof NonNullable<Taken>> = NonNullable<Taken>;
