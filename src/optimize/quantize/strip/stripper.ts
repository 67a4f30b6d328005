import type { AttributeValue } from '../../../shared/graph/attribute';
import { constantWeight, isReadOutside, onlyReader } from '../../../shared/graph/constants';
import type { Dtype } from '../../../shared/graph/dtype';
import { NONE, type Graph, type NodeId, type TensorId } from '../../../shared/graph/graph';
import { intAttribute } from '../../../shared/graph/nodeAttributes';
import { isGraphOutput, nodeInput, nodeInputs, nodeOutput, producerOf } from '../../../shared/graph/traversal';
import { makeWeight, storedWeight } from '../../makeWeight';
import type { PassInput } from '../../pass';
import { defineNode, Rewriter, tensorName } from '../../rewrite/rewriter';
import { dequantizeValues } from './dequantizeValues';
import { CARRIERS, FLOAT_FORMS, type FloatForm, type Operand } from './floatForms';
import { integerProduct } from './integerProduct';
import { storedEmbedding } from './storedEmbedding';
import { storedLstm } from './storedLstm';
import { storedProduct } from './storedProduct';

/** What became of a node: what it is now, or why it stays; `undefined` for one that has nothing to do with quantization. */
export type Stripped = { readonly done: string } | { readonly reason: string } | undefined;

/** Operators behind which quantizers take out a Relu or Clip, whose work the lowest and the highest code do (onnxruntime, qdq removable activations). */
const RECTIFIED = new Set(['Conv', 'ConvTranspose', 'Gemm', 'MatMul', 'Add', 'Sub', 'Sum', 'BatchNormalization', 'Concat']);
const RELU6 = 6;
const RANGES: ReadonlyMap<Dtype, readonly [number, number]> = new Map<Dtype, readonly [number, number]>([
  ['uint8', [0, 255]],
  ['int8', [-128, 127]],
  ['uint16', [0, 65535]],
  ['int16', [-32768, 32767]],
]);

/** Goes over the main graph in order and puts a float32 tensor beside every quantized one, until nobody reads the quantized ones. */
export class Stripper {
  readonly rewriter: Rewriter;
  readonly graph: Graph;
  /** What quantized activations stand for. */
  private readonly floats = new Map<TensorId, string>();
  private readonly weights = new Map<string, string>();

  constructor(readonly input: PassInput) {
    this.graph = input.graph;
    this.rewriter = new Rewriter(input.graph);
  }

  async visit(node: NodeId): Promise<Stripped> {
    if (this.rewriter.isRemoved(node)) return undefined;
    const domain = this.graph.nodes.domains[node] ?? '';
    const op = `${domain === '' ? '' : `${domain}.`}${this.graph.nodes.ops[node] ?? ''}`;
    const form = FLOAT_FORMS.get(op);
    if (form !== undefined) return this.computeInFloat(node, form);
    switch (op) {
      case 'QuantizeLinear':
        return this.quantize(node);
      case 'DynamicQuantizeLinear':
        this.floats.set(nodeOutput(this.graph, node, 0), this.name(nodeInput(this.graph, node, 0)));
        return { done: 'quantization taken out' };
      case 'DequantizeLinear':
        return this.dequantize(node);
      case 'MatMulInteger':
      case 'ConvInteger':
        return integerProduct(this, node);
      case 'com.microsoft.MatMulNBits':
        return storedProduct(this, node);
      case 'com.microsoft.DynamicQuantizeLSTM':
        return storedLstm(this, node);
      case 'com.microsoft.GatherBlockQuantized':
        return storedEmbedding(this, node);
      case 'com.microsoft.QLinearConcat':
        return this.concat(node);
      case 'Mul':
        return this.computedWeight(node);
      default:
        return this.carry(node);
    }
  }

  name(tensor: TensorId): string {
    return tensorName(this.graph, tensor);
  }

  floatOf(tensor: TensorId): string | undefined {
    return this.floats.get(tensor);
  }

  /** Name of a float32 initializer with the values of a stored quantized one, `undefined` when it or its scale is not stored. `""` for an absent zero-point. */
  async floatWeight(value: TensorId, scale: TensorId, zeroPoint: TensorId, axis: number, block = 0): Promise<string | undefined> {
    const stored = constantWeight(this.graph, value);
    if (stored === undefined || constantWeight(this.graph, scale) === undefined) return undefined;
    if (zeroPoint !== NONE && constantWeight(this.graph, zeroPoint) === undefined) return undefined;
    const key = [value, scale, zeroPoint, axis, block].join(' ');
    const known = this.weights.get(key);
    if (known !== undefined) return known;
    const reader = this.input.readerOf(this.graph);
    const compute = async (): Promise<Float32Array> =>
      dequantizeValues({
        codes: (await reader.read(value)).data,
        scales: (await reader.read(scale)).data,
        zeroPoints: zeroPoint === NONE ? undefined : (await reader.read(zeroPoint)).data,
        ...{ dims: stored.dims, axis, block },
      });
    const weight = await makeWeight(this.input, 'float32', stored.dims, compute);
    const name = this.rewriter.addWeight(`${this.name(value)}_float`, weight, [this.name(value)]);
    this.weights.set(key, name);
    return name;
  }

  /** Everybody in the main graph reads `to` where they read the output of a node that goes. */
  replaceResult(node: NodeId, tensor: TensorId, to: string): void {
    const name = this.name(tensor);
    this.rewriter.remove(node);
    if (isReadOutside(this.graph, tensor))
      this.rewriter.insert(node, defineNode('Identity', this.rewriter.names.make(`${name}_same`), [to], [name], [node]));
    else this.rewriter.redirect(name, to);
  }

  private quantize(node: NodeId): Stripped {
    const [value, scale, zeroPoint, output] = [0, 1, 2]
      .map(index => nodeInput(this.graph, node, index))
      .concat(nodeOutput(this.graph, node, 0));
    const producer = producerOf(this.graph, value ?? NONE);
    const isRectified = producer !== NONE && RECTIFIED.has(this.graph.nodes.ops[producer] ?? '');
    const name = this.name(value ?? NONE);
    this.floats.set(output ?? NONE, isRectified ? this.rectified(node, name, scale ?? NONE, zeroPoint ?? NONE) : name);
    return { done: 'quantization taken out' };
  }

  private async dequantize(node: NodeId): Promise<Stripped> {
    const { graph } = this;
    const [value = NONE, scale = NONE, zeroPoint = NONE] = nodeInputs(graph, node);
    const output = nodeOutput(graph, node, 0);
    const float =
      this.floats.get(value) ??
      (await this.floatWeight(value, scale, zeroPoint, intAttribute(graph, node, 'axis', 1), intAttribute(graph, node, 'block_size', 0)));
    if (float !== undefined) {
      this.replaceResult(node, output, float);
      return { done: constantWeight(graph, value) === undefined ? 'quantization taken out' : 'weight stored in float32' };
    }
    return (await storedEmbedding(this, node)) ?? { reason: 'what it reads is computed in integers' };
  }

  private async computeInFloat(node: NodeId, form: FloatForm): Promise<Stripped> {
    const { graph, rewriter } = this;
    if (intAttribute(graph, node, 'channels_last', 0) !== 0) return { reason: 'it has channels last, which the float operator has not' };
    const inputs: string[] = [];
    for (const operand of form.operands) inputs.push(await this.operand(node, operand));
    const bias = form.bias === undefined ? NONE : nodeInput(graph, node, form.bias);
    if (bias !== NONE) {
      const name = await this.biasWeight(node, bias, form.operands);
      if (name === undefined) return { reason: 'its bias is not stored' };
      inputs.push(name);
    }
    const attributes = new Map([...graph.nodes.attributes(node)].filter(([name]) => form.dropped?.includes(name) !== true));
    const output = nodeOutput(graph, node, 0);
    const result = rewriter.names.make(`${this.name(output)}_float`);
    rewriter.insert(node, defineNode(form.op, graph.nodes.names[node] ?? '', inputs, [result], [node], attributes));
    const [scale, zeroPoint] = [nodeInput(graph, node, form.result.scale), nodeInput(graph, node, form.result.zeroPoint)];
    // A Gemm without parameters for its result gives float32.
    if (scale === NONE) this.replaceResult(node, output, result);
    else this.keepFor(node, output, RECTIFIED.has(form.op) ? this.rectified(node, result, scale, zeroPoint) : result, scale, zeroPoint);
    return { done: `${form.op} in float32` };
  }

  /** Scale and zero-point of the result, then value, scale and zero-point of each part. */
  private async concat(node: NodeId): Promise<Stripped> {
    const { graph, rewriter } = this;
    const [scale = NONE, zeroPoint = NONE, ...parts] = nodeInputs(graph, node);
    const inputs: string[] = [];
    for (let part = 0; part < parts.length; part += 3)
      inputs.push(await this.operand(node, { value: part + 2, scale: part + 3, zeroPoint: part + 4 }));
    const output = nodeOutput(graph, node, 0);
    const result = rewriter.names.make(`${this.name(output)}_float`);
    rewriter.insert(node, defineNode('Concat', graph.nodes.names[node] ?? '', inputs, [result], [node], graph.nodes.attributes(node)));
    this.keepFor(node, output, result, scale, zeroPoint);
    return { done: 'Concat in float32' };
  }

  /** The node goes; what still reads integers gets them from a QuantizeLinear of the float result, which goes too if nobody does. */
  private keepFor(node: NodeId, output: TensorId, float: string, scale: TensorId, zeroPoint: TensorId): void {
    this.floats.set(output, float);
    this.rewriter.remove(node);
    const inputs = [float, this.name(scale), ...(zeroPoint === NONE ? [] : [this.name(zeroPoint)])];
    const name = this.rewriter.names.make(`${this.name(output)}_quantize`);
    this.rewriter.insert(node, defineNode('QuantizeLinear', name, inputs, [this.name(output)], []));
  }

  private async operand(node: NodeId, { value, scale, zeroPoint, axis = 0 }: Operand): Promise<string> {
    const [q, s, z] = [value, scale, zeroPoint].map(index => nodeInput(this.graph, node, index)) as [TensorId, TensorId, TensorId];
    const isTurned = this.graph.nodes.ops[node] === 'QGemm' && intAttribute(this.graph, node, 'transB', 0) === 0;
    const known = this.floats.get(q) ?? (await this.floatWeight(q, s, z, isTurned ? 1 : axis));
    if (known !== undefined) return known;
    const output = this.rewriter.names.make(`${this.name(q)}_float`);
    const inputs = [q, s, ...(z === NONE ? [] : [z])].map(tensor => this.name(tensor));
    this.rewriter.insert(node, defineNode('DequantizeLinear', this.rewriter.names.make(`${output}_dequantize`), inputs, [output], []));
    this.floats.set(q, output);
    return output;
  }

  /** int32, in units of input scale times weight scale. */
  private async biasWeight(node: NodeId, bias: TensorId, [first, second]: readonly Operand[]): Promise<string | undefined> {
    const scales = [first, second].map(operand => nodeInput(this.graph, node, operand?.scale ?? 0));
    const stored = constantWeight(this.graph, bias);
    if (stored === undefined || scales.some(scale => constantWeight(this.graph, scale) === undefined)) return undefined;
    const reader = this.input.readerOf(this.graph);
    const compute = async (): Promise<Float32Array> => {
      const { data } = await reader.read(bias);
      const [ofInput, ofWeight] = await Promise.all(scales.map(async scale => (await reader.read(scale)).data));
      const scaleOf = (channel: number): number => Number(ofInput?.[0]) * Number(ofWeight?.[ofWeight.length === 1 ? 0 : channel]);
      return Float32Array.from({ length: data.length }, (_, channel) => Number(data[channel]) * scaleOf(channel));
    };
    return this.rewriter.addWeight(`${this.name(bias)}_float`, await makeWeight(this.input, 'float32', stored.dims, compute), [
      this.name(bias),
    ]);
  }

  /** Where the lowest code stands for zero, nothing below zero comes through: a Relu may have been taken out for it, or a Relu6 where the highest stands for 6. */
  private rectified(node: NodeId, name: string, scale: TensorId, zeroPoint: TensorId): string {
    const reader = this.input.readerOf(this.graph);
    const zero = zeroPoint === NONE ? 0 : Number(reader.readSmall(zeroPoint)?.data[0]);
    const [lowest, highest] = RANGES.get(zeroPoint === NONE ? 'uint8' : (this.graph.tensors.weights[zeroPoint]?.dtype ?? 'float32')) ?? [
      NaN,
      NaN,
    ];
    if (zero !== lowest) return name;
    const step = Number(reader.readSmall(scale)?.data[0]);
    const { names } = this.rewriter;
    const output = names.make(`${name}_rectified`);
    const limits = Math.abs(step * (highest - lowest) - RELU6) <= step ? [this.limit(0), this.limit(RELU6)] : [];
    const op = limits.length > 0 ? 'Clip' : 'Relu';
    this.rewriter.insert(node, defineNode(op, names.make(`${output}_${op.toLowerCase()}`), [name, ...limits], [output], []));
    return output;
  }

  private limit(value: number): string {
    const key = `limit ${String(value)}`;
    const name =
      this.weights.get(key) ?? this.rewriter.addWeight(`limit_${String(value)}`, storedWeight('float32', [], Float32Array.of(value)));
    this.weights.set(key, name);
    return name;
  }

  /** Integers times a scale, all of it stored: a weight for storage only. */
  private async computedWeight(node: NodeId): Promise<Stripped> {
    const { graph, input } = this;
    const output = nodeOutput(graph, node, 0);
    const cast = [...nodeInputs(graph, node)].map(tensor => castBelow(graph, tensor)).find(found => found !== NONE);
    if (cast === undefined || isGraphOutput(graph, output)) return undefined;
    const dims = input.analyze(graph).tensors[output]?.shape;
    if (dims?.every(dim => typeof dim === 'number') !== true) return undefined;
    const name = this.name(output);
    const values = await input.laboratory?.evaluate(graph, [name], Infinity);
    const weight = input.laboratory === undefined ? await makeWeight(input, 'float32', dims, () => new Float32Array(0)) : values?.get(name);
    if (weight === undefined) return { reason: 'its weight could not be computed' };
    this.replaceResult(node, output, this.rewriter.addWeight(`${name}_float`, weight, [this.name(nodeInput(graph, cast, 0))]));
    return { done: 'weight stored in float32' };
  }

  private carry(node: NodeId): Stripped {
    const { graph, rewriter } = this;
    const float = this.floats.get(nodeInput(graph, node, 0));
    if (float === undefined || graph.nodes.domains[node] !== '' || !CARRIERS.has(graph.nodes.ops[node] ?? '')) return undefined;
    const output = nodeOutput(graph, node, 0);
    const result = rewriter.names.make(`${this.name(output)}_float`);
    const inputs = [float, ...[...nodeInputs(graph, node)].slice(1).map(tensor => this.name(tensor))];
    const attributes: ReadonlyMap<string, AttributeValue> = graph.nodes.attributes(node);
    rewriter.insert(
      node,
      defineNode(graph.nodes.ops[node] ?? '', rewriter.names.make(`${result}_node`), inputs, [result], [node], attributes),
    );
    this.floats.set(output, result);
    return { done: 'in float32' };
  }
}

/** The Cast of a stored integer tensor that a tensor comes from, directly or through the Sub of a stored zero-point. */
function castBelow(graph: Graph, tensor: TensorId): NodeId {
  const producer = producerOf(graph, tensor);
  if (producer === NONE || onlyReader(graph, tensor) === NONE) return NONE;
  const source = nodeInput(graph, producer, 0);
  if (graph.nodes.ops[producer] === 'Sub' && constantWeight(graph, nodeInput(graph, producer, 1)) !== undefined)
    return castBelow(graph, source);
  const dtype = constantWeight(graph, source)?.dtype;
  return graph.nodes.ops[producer] === 'Cast' && dtype !== undefined && /^u?int(2|4|8)$/.test(dtype) ? producer : NONE;
}
