// @ts-check

/** No value can be made of a schema: it recurses without an end, or asks for what is beyond the generator. */
export class NoExample extends Error {}
