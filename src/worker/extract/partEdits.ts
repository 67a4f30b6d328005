import { control } from '../../shared/base/control';
import { quoteName } from '../../onnx/problemList';
import type { ValueType } from '../../shared/graph/attribute';
import { calledFunctions } from '../../shared/graph/calledFunctions';
import type { Edit, EditBatch } from '../../shared/graph/edit';
import { MAIN_GRAPH, NONE, type Graph, type TensorId } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Part } from './partBetween';

/** What makes a part of the whole: its nodes, weights and functions stay as they are, the rest goes. Throws `unsupported-type` for an input of unknown type. */
export function partEdits(graph: Graph, part: Part, analysis: Analysis): EditBatch {
  return {
    edits: [
      ...nodeEdits(graph, part),
      ...weightEdits(graph, part),
      ...inputEdits(graph, part, analysis),
      ...outputEdits(graph, part, analysis),
    ],
  };
}

function nodeEdits(graph: Graph, { needed }: Part): readonly Edit[] {
  const { firstNode, nodeCount } = mainGraph(graph);
  const kept = new Set(needed.nodes);
  const nodes = Array.from({ length: nodeCount }, (_, index) => firstNode + index).filter(node => !kept.has(node));
  const called = calledFunctions(graph, needed.nodes);
  const functions = graph.subgraphs.filter(({ kind, id }) => kind === 'function' && !called.has(id));
  return [{ kind: 'replaceNodes', nodes, at: NONE, with: [] }, ...functions.map(({ id }) => ({ kind: 'removeFunction' as const, id }))];
}

function weightEdits(graph: Graph, { needed }: Part): readonly Edit[] {
  const { names, isInitializer, subgraphs } = graph.tensors;
  return names.flatMap((name, tensor) => {
    const goes = isInitializer[tensor] === 1 && subgraphs[tensor] === MAIN_GRAPH && !needed.weights.has(tensor);
    return goes ? [{ kind: 'removeInitializer' as const, name }] : [];
  });
}

/** In the order asked for; then weights that are inputs too, which IR versions before 4 ask of all. */
function inputEdits(graph: Graph, { inputs, needed }: Part, analysis: Analysis): readonly Edit[] {
  const before = mainGraph(graph).inputs;
  const removed = before.map(input => ({ kind: 'removeInput' as const, name: nameOf(graph, input) }));
  const added = [...inputs, ...before.filter(input => needed.weights.has(input))].map(input => {
    const type = before.includes(input)
      ? (graph.tensors.declaredTypes[input] ?? typeOf(graph, input, analysis))
      : typeOf(graph, input, analysis);
    if (type !== undefined) return { kind: 'addInput' as const, name: nameOf(graph, input), type };
    const message = `The type of ${quoteName(nameOf(graph, input))} is not known, which an input must say. ${control('Name another tensor in --from.', 'Choose other layers.')}`;
    throw new LayerwiseError('unsupported-type', message);
  });
  return [...removed, ...added];
}

function outputEdits(graph: Graph, { outputs }: Part, analysis: Analysis): readonly Edit[] {
  const before = mainGraph(graph).outputs;
  const removed = before.map(output => ({ kind: 'removeOutput' as const, name: nameOf(graph, output) }));
  const added = outputs.map(output => {
    const type = before.includes(output) ? undefined : typeOf(graph, output, analysis);
    return { kind: 'addOutput' as const, name: nameOf(graph, output), ...(type && { type }) };
  });
  return [...removed, ...added];
}

/** The type of a tensor as inferred, sizes in the model's symbols; what is no dense tensor as it is declared. */
function typeOf({ tensors }: Graph, tensor: TensorId, analysis: Analysis): ValueType | undefined {
  const declared = tensors.declaredTypes[tensor];
  const { dtype, shape } = analysis.tensors[tensor] ?? {};
  if (dtype === undefined || (declared !== undefined && declared.kind !== 'tensor')) return declared;
  return { kind: 'tensor', dtype, shape };
}

function nameOf(graph: Graph, tensor: TensorId): string {
  return graph.tensors.names[tensor] ?? '';
}
