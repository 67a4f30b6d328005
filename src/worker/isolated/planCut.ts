import { findDerivedValues } from '../../analysis/derivedValues';
import { calledFunction, functionsOf } from '../../shared/graph/functions';
import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { nodeLabel } from '../../shared/graph/nodeLabel';
import { consumersOf, isGraphOutput, nodeInputs, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import { LayerwiseError } from '../../shared/report/layerwiseError';

/** What goes with a layer that is cut out. */
export interface Cut {
  /** In the order of the model: the layer's nodes, its conversions, and nodes that compute its weights. */
  readonly nodes: readonly NodeId[];
  readonly weights: readonly TensorId[];
  /** Activations that it reads. */
  readonly inputs: readonly TensorId[];
  /** What follows from shapes alone, such as the target of a Reshape: stored with the value that it has in a run. */
  readonly settled: readonly TensorId[];
  /** What it makes for others. */
  readonly outputs: readonly TensorId[];
}

/**
 * Where to cut so that `layer`, nodes of the main graph, stands alone. Of a quantized model the conversions around it go with it, since without them it would be
 * another kernel. Throws `LayerwiseError` (`not-applicable`) for what cannot stand alone.
 */
export function planCut(graph: Graph, layer: readonly NodeId[]): Cut {
  const functions = functionsOf(graph);
  for (const node of layer) {
    if (graph.nodes.subgraphs[node] !== MAIN_GRAPH) throw refused(graph, node, 'it lies in a body, and only nodes of the main graph can');
    if (graph.subgraphs.some(({ ownerNode }) => ownerNode === node)) throw refused(graph, node, 'it holds a body');
    if (calledFunction(graph, functions, node) !== undefined) throw refused(graph, node, 'it calls a function of the model');
  }
  const own = new Set([...layer, ...conversionsAround(graph, layer)]);
  const surroundings = new Surroundings(graph, functions);
  for (const node of own) surroundings.addInputs(node, own);
  const { constants, weights, inputs, settled } = surroundings;
  const [first = NONE] = layer;
  if (inputs.size === 0) throw refused(graph, first, 'it depends on no value that the model is given, only on weights or shapes');
  const nodes = [...new Set([...own, ...constants])].sort((a, b) => a - b);
  return { nodes, weights: [...weights], inputs: [...inputs], settled: [...settled], outputs: outputsOf(graph, own) };
}

function refused(graph: Graph, node: NodeId, why: string): LayerwiseError {
  return new LayerwiseError('not-applicable', `“${nodeLabel(graph, node)}” cannot be timed alone: ${why}.`, { node: String(node) });
}

/** DequantizeLinear in front of activations, and the QuantizeLinear that is the only reader behind. */
function conversionsAround(graph: Graph, layer: readonly NodeId[]): readonly NodeId[] {
  const inside = new Set(layer);
  const makers = layer.flatMap(node => Array.from(nodeInputs(graph, node), tensor => producerOf(graph, tensor)));
  const before = makers.filter(maker => maker !== NONE && !inside.has(maker) && isStandard(graph, maker, 'DequantizeLinear'));
  if (before.length === 0 && !layer.some(node => isStandard(graph, node, 'DequantizeLinear'))) return [];
  const readers = layer.flatMap(node => Array.from(nodeOutputs(graph, node)).filter(tensor => tensor !== NONE));
  const behind = readers.flatMap(tensor => {
    const [reader = NONE, ...others] = consumersOf(graph, tensor);
    return others.length === 0 && reader !== NONE && isStandard(graph, reader, 'QuantizeLinear') ? [reader] : [];
  });
  return [...before, ...behind];
}

function isStandard(graph: Graph, node: NodeId, op: string): boolean {
  return graph.nodes.domains[node] === '' && graph.nodes.ops[node] === op;
}

/** Everything that nodes read and that is not made by them. */
class Surroundings {
  readonly constants = new Set<NodeId>();
  readonly weights = new Set<TensorId>();
  readonly inputs = new Set<TensorId>();
  readonly settled = new Set<TensorId>();
  private readonly derived: ReturnType<typeof findDerivedValues>;

  constructor(
    private readonly graph: Graph,
    private readonly functions: ReturnType<typeof functionsOf>,
  ) {
    this.derived = findDerivedValues(graph);
  }

  addInputs(node: NodeId, own: ReadonlySet<NodeId>): void {
    for (const tensor of nodeInputs(this.graph, node)) {
      const maker = producerOf(this.graph, tensor);
      if (tensor === NONE || (maker !== NONE && own.has(maker))) continue;
      const makers = this.derived.isConstant(tensor) ? this.makersFromWeights(tensor) : undefined;
      if (makers !== undefined) for (const constant of makers) this.constants.add(constant);
      else if (this.derived.isConstant(tensor)) this.settled.add(tensor);
      else this.inputs.add(tensor);
    }
  }

  /** Nodes that compute a tensor from weights alone, whose weights are then noted; `undefined` when the shape of an activation is read on the way. */
  private makersFromWeights(tensor: TensorId): ReadonlySet<NodeId> | undefined {
    const makers = new Set<NodeId>();
    const weights = new Set<TensorId>();
    const pending = [tensor];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const maker = producerOf(this.graph, next);
      if (this.graph.tensors.weights[next] !== undefined) weights.add(next);
      else if (maker === NONE || calledFunction(this.graph, this.functions, maker) !== undefined) return undefined;
      else if (!makers.has(maker)) {
        makers.add(maker);
        for (const input of nodeInputs(this.graph, maker)) if (input !== NONE) pending.push(input);
      }
    }
    for (const weight of weights) this.weights.add(weight);
    return makers;
  }
}

/** Read outside, or all of the last node's where nobody reads any. */
function outputsOf(graph: Graph, own: ReadonlySet<NodeId>): readonly TensorId[] {
  const made = [...own].flatMap(node => Array.from(nodeOutputs(graph, node)).filter(tensor => tensor !== NONE));
  const leaving = made.filter(tensor => isGraphOutput(graph, tensor) || consumersOf(graph, tensor).some(reader => !own.has(reader)));
  return leaving.length > 0 ? leaving : made.slice(-1);
}
