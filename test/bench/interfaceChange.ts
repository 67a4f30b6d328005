import type { OnnxModel } from '../../src/onnx/openModel';
import type { Graph, TensorId } from '../../src/shared/graph/graph';
import { mainGraph } from '../../src/shared/graph/traversal';

/** What of a model's interface and description a rewrite did not keep, in words: inputs and outputs with their types, metadata, producer, names of functions. */
export function interfaceChange({ graph: before }: OnnxModel, { graph: after }: OnnxModel, hasOtherShapes: boolean): string | undefined {
  const described = (graph: Graph, tensors: readonly TensorId[]): string =>
    JSON.stringify(tensors.map(tensor => descriptionOf(graph, tensor, hasOtherShapes)));
  const fed = (graph: Graph): readonly TensorId[] => mainGraph(graph).inputs.filter(tensor => graph.tensors.isInitializer[tensor] !== 1);
  const aspects: readonly (readonly [what: string, of: (graph: Graph) => string])[] = [
    ['inputs', graph => described(graph, fed(graph))],
    ['outputs', graph => described(graph, mainGraph(graph).outputs)],
    ['metadata', graph => JSON.stringify([...graph.facts.metadata])],
    ['producer', graph => graph.facts.producer + graph.facts.docString],
    ['the name of the graph', graph => graph.name],
  ];
  const changed = aspects.filter(([, of]) => of(before) !== of(after)).map(([what, of]) => `${what}: ${of(before)} became ${of(after)}`);
  return changed.length === 0 ? undefined : `does not keep ${changed.join('; ')}`;
}

function descriptionOf(graph: Graph, tensor: TensorId, hasOtherShapes: boolean): unknown {
  const type = graph.tensors.declaredTypes[tensor];
  return [graph.tensors.names[tensor], type?.kind === 'tensor' && hasOtherShapes ? type.dtype : type];
}
