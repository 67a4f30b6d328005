/** What a node reads and writes, by tensor name. Reads include the outer-scope names that its bodies capture. */
export interface NodeUse {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/**
 * Positions in an order in which every name is written before it is read. Stable: a node only moves to the front of the first node that needs it,
 * so a list that is already in order stays as it is. Nodes on a cycle (an invalid model) keep their place.
 */
export function topologicalOrder(nodes: readonly NodeUse[]): readonly number[] {
  const producers = producersByName(nodes);
  const order: number[] = [];
  const state = new Uint8Array(nodes.length);
  for (let first = 0; first < nodes.length; first++) {
    if (state[first] === NEW) place(nodes, producers, state, first, order);
  }
  return order;
}

const NEW = 0;
const OPEN = 1;
const PLACED = 2;

function producersByName(nodes: readonly NodeUse[]): ReadonlyMap<string, number> {
  const producers = new Map<string, number>();
  nodes.forEach((node, position) => {
    for (const name of node.writes) if (name !== '' && !producers.has(name)) producers.set(name, position);
  });
  return producers;
}

/** Depth first with an explicit stack: a chain of 100,000 nodes in reverse order must not overflow the call stack. */
function place(nodes: readonly NodeUse[], producers: ReadonlyMap<string, number>, state: Uint8Array, first: number, order: number[]): void {
  const stack = [{ position: first, next: 0 }];
  state[first] = OPEN;
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const reads = nodes[top.position]?.reads ?? [];
    const producer = top.next < reads.length ? producers.get(reads[top.next] ?? '') : undefined;
    if (top.next < reads.length) {
      top.next++;
      if (producer === undefined || state[producer] !== NEW) continue;
      state[producer] = OPEN;
      stack.push({ position: producer, next: 0 });
      continue;
    }
    state[top.position] = PLACED;
    order.push(top.position);
    stack.pop();
  }
}
