import type { Graph } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeOutput } from '../../shared/graph/traversal';

/** How often activations that ONNX has an operator for are written as several: Gelu around an Erf, HardSwish around a Clip of a sum. */
export function countDecomposedActivations(graph: Graph): { readonly gelu: number; readonly hardSwish: number } {
  const { nodeCount } = mainGraph(graph);
  let gelu = 0;
  let hardSwish = 0;
  for (let node = 0; node < nodeCount; node++) {
    const op = graph.nodes.ops[node];
    if (op === 'Erf') gelu++;
    if (op === 'Add' && isHardSwishStart(graph, node)) hardSwish++;
  }
  return { gelu, hardSwish };
}

/** Add → Clip → Mul, each the only reader of the one before. */
function isHardSwishStart(graph: Graph, add: number): boolean {
  const clip = onlyReader(graph, add);
  if (clip === undefined || graph.nodes.ops[clip] !== 'Clip') return false;
  const mul = onlyReader(graph, clip);
  return mul !== undefined && graph.nodes.ops[mul] === 'Mul';
}

function onlyReader(graph: Graph, node: number): number | undefined {
  const readers = consumersOf(graph, nodeOutput(graph, node, 0));
  return readers.length === 1 ? readers[0] : undefined;
}
