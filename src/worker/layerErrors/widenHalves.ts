import { defineCast, Rewriter } from '../../optimize/rewrite/rewriter';
import { applyEdits } from '../../shared/graph/applyEdits';
import type { Dtype } from '../../shared/graph/dtype';
import type { NodeDefinition } from '../../shared/graph/edit';
import type { Graph, TensorId } from '../../shared/graph/graph';
import { consumersOf, isGraphOutput, producerOf, tensorByName } from '../../shared/graph/traversal';

/**
 * A graph in which float16 activations of some names are float32 between two casts, so that they can be held against those of a float32 model, and be fed with
 * them. Nothing is rounded by it. Outputs of the graph stay as callers know them.
 */
export function widenHalves(graph: Graph, names: readonly string[], dtypeOf: (tensor: TensorId) => Dtype | undefined): Graph {
  const rewriter = new Rewriter(graph);
  const halves = names.filter(name => {
    const tensor = tensorByName(graph, name);
    return dtypeOf(tensor) === 'float16' && !isGraphOutput(graph, tensor);
  });
  for (const name of halves) widen(rewriter, name);
  return halves.length === 0 ? graph : applyEdits(graph, rewriter.batch());
}

function widen(rewriter: Rewriter, name: string): void {
  const { graph, names } = rewriter;
  const tensor = tensorByName(graph, name);
  const [half, narrowed] = [names.make(`${name}_half`), names.make(`${name}_narrowed`)];
  for (const reader of new Set(consumersOf(graph, tensor))) rewriter.replaceInput(reader, tensor, narrowed);
  rewriter.edit({ kind: 'dropTypes', names: [name] });
  rewriter.renameOutput(name, half);
  const cast = (from: string, to: string, dtype: Dtype): NodeDefinition => defineCast(names.make(`${to}_cast`), from, to, dtype);
  rewriter.insert(producerOf(graph, tensor) + 1, cast(half, name, 'float32'), cast(name, narrowed, 'float16'));
}
