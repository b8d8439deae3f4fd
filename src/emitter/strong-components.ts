/**
 * The strongly connected components of a graph (Tarjan 1972), each before those that lead to it; a node that is in no cycle is
 * one by itself. Loops instead of recursion, because documents have chains of thousands of types.
 *
 * @param nodes decide the order, also of the nodes within a component
 * @param next nodes that a node leads to
 */
export function strongComponents<Node>(nodes: Iterable<Node>, next: (node: Node) => Iterable<Node>): Node[][] {
  const state = new Map<Node, { readonly index: number; low: number; isOpen: boolean }>();
  const open: Node[] = [];
  const components: Node[][] = [];

  const enter = (node: Node) => {
    const entry = { index: state.size, low: state.size, isOpen: true };
    state.set(node, entry);
    open.push(node);
    return { node, entry, rest: next(node)[Symbol.iterator]() };
  };

  for (const start of nodes) {
    if (state.has(start)) continue;
    const path = [enter(start)];
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const step = frame.rest.next();
      if (step.done !== true) {
        const seen = state.get(step.value);
        if (seen === undefined) path.push(enter(step.value));
        else if (seen.isOpen) frame.entry.low = Math.min(frame.entry.low, seen.index);
        continue;
      }
      path.pop();
      const caller = path.at(-1);
      if (caller !== undefined) caller.entry.low = Math.min(caller.entry.low, frame.entry.low);
      if (frame.entry.low === frame.entry.index) components.push(close(frame.node));
    }
  }
  return components;

  function close(root: Node): Node[] {
    const component = open.splice(open.lastIndexOf(root));
    for (const node of component) {
      const entry = state.get(node);
      if (entry !== undefined) entry.isOpen = false;
    }
    return component;
  }
}
