import { once } from '../../shared/base/once';
import { NONE, type TensorId, type NodeId } from '../../shared/graph/graph';
import { productFactor, type LinearLayer } from '../../shared/graph/linearLayer';
import { floatAttribute } from '../../shared/graph/nodeAttributes';
import { nodeOutput } from '../../shared/graph/traversal';
import { makeWeight } from '../makeWeight';
import type { PassInput } from '../pass';
import { readFloats } from '../readFloats';
import { defineCast, defineNode, tensorName, type Rewriter } from '../rewrite/rewriter';
import { quantizeByChannel } from './quantizeByChannel';
import { readLayerWeight } from './readLayerWeight';
import type { WeightRange } from './weightRange';

interface StoredWeight {
  readonly values: string;
  readonly scales: string;
}

interface QuantizedInput {
  readonly values: string;
  readonly scale: string;
  readonly zeroPoint: string;
}

/** Products of matrices as MatMulInteger → Cast → Mul with both scales: the form that the runtime fuses to MatMulIntegerToFloat or DynamicQuantizeMatMul. */
export class DynamicProducts {
  /** Quantized activations by what they are made of. */
  private readonly inputs = new Map<TensorId, QuantizedInput>();
  /** Stored weights by tensor, channel axis and alpha. */
  private readonly weights = new Map<string, StoredWeight>();

  constructor(
    private readonly input: PassInput,
    private readonly rewriter: Rewriter,
    private readonly range: WeightRange,
  ) {}

  async quantize(layer: LinearLayer): Promise<void> {
    const { input, rewriter, range } = this;
    const { graph, names } = rewriter;
    const { node, activation, op, bias } = layer;
    const stem = tensorName(graph, nodeOutput(graph, node, 0));
    const quantized = this.inputs.get(activation) ?? quantizeInput(rewriter, activation, node);
    this.inputs.set(activation, quantized);
    const key = [layer.weight, layer.channelAxis, productFactor(graph, layer)].join(' ');
    const weight = this.weights.get(key) ?? (await storeWeight(input, rewriter, layer, range));
    this.weights.set(key, weight);
    const [product, scaled, scales] = [names.make(`${stem}_int32`), names.make(`${stem}_float`), names.make(`${stem}_scales`)];
    const hasOwnBias = op === 'Gemm' && bias !== NONE;
    const result = hasOwnBias ? names.make(`${stem}_product`) : stem;
    rewriter.remove(node);
    rewriter.insert(
      node,
      defineNode('MatMulInteger', names.make(`${stem}_quant`), [quantized.values, weight.values, quantized.zeroPoint], [product], [node]),
      defineCast(names.make(`${stem}_cast`), product, scaled, 'float32', [node]),
      defineNode('Mul', names.make(`${stem}_scale`), [quantized.scale, weight.scales], [scales], [node]),
      defineNode('Mul', names.make(`${stem}_dequantize`), [scaled, scales], [result], [node]),
    );
    if (!hasOwnBias) return;
    const name = await storeBias(input, rewriter, layer);
    rewriter.insert(node, defineNode('Add', names.make(`${stem}_bias`), [result, name], [stem], [node]));
  }
}

/** One DynamicQuantizeLinear per activation, however many layers read it. */
function quantizeInput(rewriter: Rewriter, activation: TensorId, node: NodeId): QuantizedInput {
  const source = tensorName(rewriter.graph, activation);
  const make = (suffix: string): string => rewriter.names.make(`${source}_${suffix}`);
  const quantized = { values: make('quantized'), scale: make('scale'), zeroPoint: make('zero_point') };
  const outputs = [quantized.values, quantized.scale, quantized.zeroPoint];
  rewriter.insert(node, defineNode('DynamicQuantizeLinear', make('quantize'), [source], outputs, [node]));
  return quantized;
}

/** The weight as [K, N] in int8 with its scales; a Gemm's transB and alpha are worked into it. */
async function storeWeight(input: PassInput, rewriter: Rewriter, layer: LinearLayer, range: WeightRange): Promise<StoredWeight> {
  const { graph, names } = rewriter;
  const { weight, weightDims, channelAxis, channels } = layer;
  const depth = weightDims[1 - channelAxis] ?? 0;
  const source = tensorName(graph, weight);
  const compute = once(async (): Promise<{ values: Int8Array; scales: Float32Array }> => {
    return quantizeByChannel({ values: await readLayerWeight(input, graph, layer), channels, depth, channelAxis }, range);
  });
  const values = names.make(`${source}_quantized`);
  const scales = names.make(`${source}_scale`);
  rewriter.setWeight(values, await makeWeight(input, 'int8', [depth, channels], async () => (await compute()).values), [source]);
  rewriter.setWeight(scales, await makeWeight(input, 'float32', [channels], async () => (await compute()).scales), [source]);
  return { values, scales };
}

async function storeBias(input: PassInput, rewriter: Rewriter, { node, bias, channels }: LinearLayer): Promise<string> {
  const { graph, names } = rewriter;
  const beta = floatAttribute(graph, node, 'beta', 1);
  const source = tensorName(graph, bias);
  if (beta === 1) return source;
  const name = names.make(`${source}_scaled`);
  const compute = async (): Promise<Float32Array> => (await readFloats(input, graph, bias)).map(value => value * beta);
  rewriter.setWeight(name, await makeWeight(input, 'float32', [channels], compute), [source]);
  return name;
}
