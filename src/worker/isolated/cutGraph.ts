import type { DenseTensor, NamedTensors } from '../../shared/graph/denseTensor';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { GraphBuilder } from '../../shared/graph/graphBuilder';
import { nodeInputs, nodeOutputs } from '../../shared/graph/traversal';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { denseWeight } from '../denseWeight';
import type { Cut } from './planCut';

/**
 * The cut as a model of its own, whose inputs have the types and concrete shapes of `values`: what the cut's inputs and settled tensors are in a run, by name.
 * Throws `unsupported-type` for a settled tensor that cannot be stored.
 */
export function cutGraph(graph: Graph, cut: Cut, values: NamedTensors): Graph {
  const nameOf = (tensor: TensorId): string => (tensor === NONE ? '' : (graph.tensors.names[tensor] ?? ''));
  const valueOf = (tensor: TensorId): DenseTensor => {
    const value = values.get(nameOf(tensor));
    if (value === undefined) throw new Error(`The value of ${nameOf(tensor)} was not captured.`);
    return value;
  };
  const builder = new GraphBuilder();
  builder.beginSubgraph({ kind: 'main', name: 'layer', ownerNode: NONE, ownerAttribute: '', parent: NONE });
  for (const tensor of cut.inputs) {
    const { dtype, dims } = valueOf(tensor);
    builder.addInput(nameOf(tensor), { kind: 'tensor', dtype, shape: dims });
  }
  for (const tensor of cut.weights) {
    const weight = graph.tensors.weights[tensor];
    if (weight !== undefined) builder.addInitializer(nameOf(tensor), weight);
  }
  for (const tensor of cut.settled) {
    const weight = denseWeight(valueOf(tensor));
    if (weight === undefined) throw new LayerwiseError('unsupported-type', `“${nameOf(tensor)}” holds texts, which cannot be stored.`);
    builder.addInitializer(nameOf(tensor), weight);
  }
  for (const node of cut.nodes) {
    const { names, ops, domains } = graph.nodes;
    const inputs = Array.from(nodeInputs(graph, node), nameOf);
    builder.addNode(names[node] ?? '', ops[node] ?? '', domains[node] ?? '', inputs, Array.from(nodeOutputs(graph, node), nameOf));
  }
  for (const tensor of cut.outputs) builder.addOutput(nameOf(tensor));
  builder.finishSubgraph();
  const attributes = (node: NodeId): ReturnType<Graph['nodes']['attributes']> => graph.nodes.attributes(cut.nodes[node] ?? NONE);
  return builder.build({ ...graph.facts, metadata: new Map() }, 'layer', { attributes, metadata: () => new Map() });
}
