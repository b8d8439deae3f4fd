/** What became of one operation of the API, and which rule decided. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly as: "tool" | "resource" | "template" | "exclude";
  readonly name?: string;
  /** Where the decision was made, e.g. `default` or `routes[0]`. */
  readonly rule: string;
}
