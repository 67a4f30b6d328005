import { NONE, type TensorTable } from './graph';

/** Which nodes read each tensor, once per use, in node order. `inputStart` and `inputs` as in a table of nodes. */
export function indexConsumers(
  inputStart: Int32Array,
  inputs: Int32Array,
  tensorCount: number,
): Pick<TensorTable, 'consumerStart' | 'consumers'> {
  const consumerStart = new Int32Array(tensorCount + 1);
  for (const tensor of inputs) if (tensor !== NONE) consumerStart[tensor + 1]!++;
  for (let tensor = 0; tensor < tensorCount; tensor++) consumerStart[tensor + 1]! += consumerStart[tensor]!;
  const next = consumerStart.slice();
  const consumers = new Int32Array(consumerStart[tensorCount] ?? 0);
  for (let node = 0; node < inputStart.length - 1; node++) {
    for (let slot = inputStart[node]!; slot < inputStart[node + 1]!; slot++) {
      const tensor = inputs[slot]!;
      if (tensor !== NONE) consumers[next[tensor]!++] = node;
    }
  }
  return { consumerStart, consumers };
}
