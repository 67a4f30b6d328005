import { defineLike, Rewriter, tensorName } from '../../optimize/rewrite/rewriter';
import { applyEdits } from '../../shared/graph/applyEdits';
import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { nodeInput, producerOf, tensorByName } from '../../shared/graph/traversal';
import type { LayerBorder } from './layerBorders';

export interface ForcedGraph {
  readonly graph: Graph;
  /** Names of the inputs that stand for activations, by the activation's name. */
  readonly inputs: ReadonlyMap<string, string>;
}

/**
 * A copy of a graph in which everything behind the `forced` activations reads fed values in their place, while they are still computed: what such a layer makes of
 * exact inputs is its own error, without what came before it. Where a tensor comes out of QuantizeLinear and DequantizeLinear, the fed values go through a copy of
 * the pair, so that the readers stay integer kernels.
 */
export function forcedGraph(graph: Graph, forced: readonly Pick<LayerBorder, 'name' | 'rank'>[]): ForcedGraph {
  const rewriter = new Rewriter(graph);
  const inputs = new Map<string, string>();
  for (const { name, rank } of forced) {
    const tensor = tensorByName(graph, name);
    const input = rewriter.names.make(`${name}_fed`);
    inputs.set(name, input);
    const shape = rank === undefined ? undefined : Array.from({ length: rank }, () => undefined);
    rewriter.edit({ kind: 'addInput', name: input, type: { kind: 'tensor', dtype: 'float32', shape } });
    rewriter.redirect(name, throughPair(rewriter, producerOf(graph, tensor), input));
  }
  return { graph: applyEdits(graph, rewriter.batch()), inputs };
}

/** Name of the tensor that readers get: the input itself, or what a copy of the pair makes of it. */
function throughPair(rewriter: Rewriter, dequantize: NodeId, input: string): string {
  const { graph, names } = rewriter;
  if (graph.nodes.ops[dequantize] !== 'DequantizeLinear') return input;
  const quantize = producerOf(graph, nodeInput(graph, dequantize, 0));
  if (quantize === NONE || graph.nodes.ops[quantize] !== 'QuantizeLinear') return input;
  const copy = (node: NodeId, from: string): string => {
    const definition = defineLike(graph, node, tensor => tensorName(graph, tensor));
    const output = names.make(`${input}_${definition.op}`);
    const [, ...parameters] = definition.inputs;
    const made = {
      ...definition,
      name: names.make(`${definition.name}_fed`),
      inputs: [from, ...parameters],
      outputs: [output],
      origins: [],
    };
    rewriter.insert(node, made);
    return output;
  };
  return copy(dequantize, copy(quantize, input));
}
