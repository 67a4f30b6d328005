import { applyEdits } from '../../shared/graph/applyEdits';
import { constantWeight, isOwnWeight, isReadOutside } from '../../shared/graph/constants';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import type { LinearLayer } from '../../shared/graph/linearLayer';
import { consumersOf, mainGraph, nodeInput, nodeOutput } from '../../shared/graph/traversal';
import type { Findings } from '../laboratory';
import { storedWeight } from '../makeWeight';
import type { PassInput } from '../pass';
import { readableLayer } from '../readableLayer';
import { readFloats } from '../readFloats';
import { Rewriter, tensorName } from '../rewrite/rewriter';
import { channelMoments } from './channelMoments';
import { chooseSmoothing, type ReadMatrix } from './chooseSmoothing';

/** A LayerNormalization that only matrix products read. */
export interface SmoothingSite {
  readonly norm: NodeId;
  readonly readers: readonly LinearLayer[];
}

/**
 * SmoothQuant (Xiao et al. 2023, arXiv 2211.10438), folded: channels of a LayerNormalization that are larger than others are divided by a factor in its
 * scale and bias, and the rows of the weights that read them multiplied by it, so that one range fits all channels better. The same graph where no
 * site gains from it.
 * @param findings mean and variance, or second moments, of what the products read
 */
export async function smoothed(input: PassInput, graph: Graph, findings: Findings): Promise<Graph> {
  const rewriter = new Rewriter(graph);
  let changed = 0;
  for (const site of smoothingSites(input, graph)) {
    const moments = site.readers.map(({ activation }) => channelMoments(findings.get(tensorName(graph, activation)))).find(Boolean);
    if (moments === undefined) continue;
    const matrices = await Promise.all(site.readers.map(layer => readMatrix(input, graph, layer)));
    const factors = chooseSmoothing(moments, matrices);
    if (factors === undefined) continue;
    await apply(input, rewriter, site, factors);
    changed++;
  }
  return changed === 0 ? graph : applyEdits(graph, rewriter.batch());
}

/** LayerNormalizations that only matrix products read. */
export function smoothingSites(input: PassInput, graph: Graph): readonly SmoothingSite[] {
  const sites: SmoothingSite[] = [];
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    if (graph.nodes.ops[node] !== 'LayerNormalization' || graph.nodes.domains[node] !== '' || !input.selects(graph, node)) continue;
    const readers = readersOf(input, graph, nodeOutput(graph, node, 0));
    const parameters = [nodeInput(graph, node, 1), nodeInput(graph, node, 2)];
    const isPlain = parameters.every(tensor => tensor === NONE || constantWeight(graph, tensor)?.dims.length === 1);
    if (readers !== undefined && readers.length > 0 && isPlain) sites.push({ norm: node, readers });
  }
  return sites;
}

/** The products that read a tensor, directly or as a matrix; `undefined` when anything else does, callers of the model among them. */
function readersOf(input: PassInput, graph: Graph, tensor: TensorId): readonly LinearLayer[] | undefined {
  if (isReadOutside(graph, tensor)) return undefined;
  const layers: LinearLayer[] = [];
  for (const node of consumersOf(graph, tensor)) {
    const op = graph.nodes.ops[node];
    if (op === 'Reshape') {
      const { tensors } = input.analyze(graph);
      const behind = tensors[nodeOutput(graph, node, 0)]?.shape?.at(-1) === tensors[tensor]?.shape?.at(-1);
      const inner = behind ? readersOf(input, graph, nodeOutput(graph, node, 0)) : undefined;
      if (inner === undefined) return undefined;
      layers.push(...inner);
      continue;
    }
    const layer = op === 'MatMul' || op === 'Gemm' ? readableLayer(graph, node) : undefined;
    if (layer?.ok !== true || layer.value.activation !== tensor || !input.selects(graph, node)) return undefined;
    if (!isOwnWeight(graph, layer.value.weight)) return undefined;
    layers.push(layer.value);
  }
  return layers;
}

async function readMatrix(input: PassInput, graph: Graph, { weight, weightDims, channelAxis, channels }: LinearLayer): Promise<ReadMatrix> {
  const values = await readFloats(input, graph, weight);
  return { values, channels, depth: weightDims[1 - channelAxis] ?? 0, isDepthFirst: channelAxis === 1 };
}

async function apply(input: PassInput, rewriter: Rewriter, { norm, readers }: SmoothingSite, factors: Float64Array): Promise<void> {
  const { graph } = rewriter;
  for (const index of [1, 2]) {
    const tensor = nodeInput(graph, norm, index);
    if (tensor === NONE) continue;
    const values = (await readFloats(input, graph, tensor)).map((value, channel) => value / factors[channel]!);
    const name = tensorName(graph, tensor);
    rewriter.setInput(norm, index, rewriter.addWeight(`${name}_smoothed`, storedWeight('float32', [values.length], values), [name]));
  }
  for (const { node, weight, weightDims, channelAxis } of readers) {
    const columns = weightDims[1] ?? 1;
    const depthOf = (place: number): number => (channelAxis === 1 ? Math.floor(place / columns) : place % columns);
    const values = (await readFloats(input, graph, weight)).map((value, place) => value * factors[depthOf(place)]!);
    const name = tensorName(graph, weight);
    rewriter.setInput(node, 1, rewriter.addWeight(`${name}_smoothed`, storedWeight('float32', weightDims, values), [name]));
  }
}
