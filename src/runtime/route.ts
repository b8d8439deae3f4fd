/** What became of one operation of the API, and which rule decided. */
export interface Route {
  /** HTTP method in upper case. */
  readonly method: string;
  /** Path template as the document has it. */
  readonly path: string;
  readonly as: "tool" | "resource" | "template" | "exclude";
  /** Name of the component; absent for an operation that was left out. */
  readonly name?: string;
  /** Where the decision was made, e.g. `default` or `routes[0]`. */
  readonly rule: string;
}
