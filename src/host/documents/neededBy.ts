import type { ModelView } from '../../shared/report/modelView';

/** A main-graph node with all that it depends on, in node order. */
export function neededBy({ inputStart, inputs, outputStart, outputs, nodeOps }: ModelView, node: number): readonly number[] {
  const producers = new Map<number, number>();
  for (let producer = 0; producer < nodeOps.length; producer++)
    for (const tensor of outputs.subarray(outputStart[producer], outputStart[producer + 1])) producers.set(tensor, producer);
  const needed = new Set([node]);
  // The set grows while it is gone through.
  for (const next of needed)
    for (const tensor of inputs.subarray(inputStart[next], inputStart[next + 1])) {
      const producer = producers.get(tensor);
      if (producer !== undefined) needed.add(producer);
    }
  return [...needed].sort((a, b) => a - b);
}
