import type { Graph, NodeId, TensorId } from '../../shared/graph/graph';
import { productFactor, type LinearLayer } from '../../shared/graph/linearLayer';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { nodeOrigins } from '../../shared/graph/provenance';
import type { PassInput } from '../pass';
import { readFloats } from '../readFloats';
import { control } from '../../shared/base/control';

/** The weight of a layer as it is stored, with a Gemm's alpha worked in. Throws `not-applicable` where it holds NaN or infinity, of which there is no grid. */
export async function readLayerWeight(input: PassInput, graph: Graph, { node, op, weight }: LinearLayer): Promise<Float32Array> {
  const values = await readFiniteWeight(input, graph, node, weight);
  const alpha = productFactor(graph, { node, op });
  return alpha === 1 ? values : values.map(value => value * alpha);
}

/** A weight that `node` reads. Throws as `readLayerWeight`. */
export async function readFiniteWeight(input: PassInput, graph: Graph, node: NodeId, weight: TensorId): Promise<Float32Array> {
  const values = await readFloats(input, graph, weight);
  if (!isFiniteThroughout(values)) throw notFinite(graph, node, weight);
  return values;
}

function isFiniteThroughout(values: Float32Array): boolean {
  // Only of what is not finite the distance from itself is not zero.
  for (let index = 0; index < values.length; index++) if (values[index]! - values[index]! !== 0) return false;
  return true;
}

function notFinite(graph: Graph, node: number, weight: number): LayerwiseError {
  const layers = nodeOrigins(graph, node);
  const way = layers.length === 0 ? '' : ` Leave the layer out${control(` with --exclude ${layers.join()}`, '')}.`;
  return new LayerwiseError(
    'not-applicable',
    `The weight “${graph.tensors.names[weight] ?? ''}” holds NaN or infinity, which no integer stands for.${way}`,
  );
}
