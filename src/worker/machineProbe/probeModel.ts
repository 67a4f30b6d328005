import { onnx } from '../../onnx/generated/onnx';
import { dtypeNumber, type Dtype } from '../../shared/graph/dtype';
import type { Station } from './probeStations';

const IR_VERSION = 8;
const OPSET = 17;
/** Neither zero nor denormal, and no overflow in any product. */
const WEIGHT_VALUE = 0.01;
const INTEGER_WEIGHT = 3;

/** Prefix of the stations' nodes and outputs; the runtime keeps at least the latter in the names of its kernels. */
export const STATION_PREFIX = 'probe.';
export const PROBE_INPUT = 'x';

/** A model with one node per station. Its input is one number, so that the runtime cannot compute operands ahead; its outputs are single elements. */
export function probeModel(stations: readonly Station[]): Uint8Array {
  const builder = new ProbeBuilder();
  for (const station of stations) builder.add(station);
  return builder.encode();
}

type Node = onnx.NodeProto.$Properties;

class ProbeBuilder {
  private readonly nodes: Node[] = [];
  private readonly initializers: onnx.TensorProto.$Properties[] = [];
  private readonly outputs: onnx.ValueInfoProto.$Properties[] = [];

  add(station: Station): void {
    const { id, op, activations, weights = [], attributes = {}, outputRank, integer = false, flatten = false } = station;
    const operands = activations.map(shape => this.activation(shape, integer));
    const constants = weights.map(shape => this.weight(shape, integer));
    const output = `${STATION_PREFIX}${id}`;
    const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
    this.nodes.push({ opType: op, name: output, input: [...operands, ...constants], output: [output], attribute });
    const read = flatten ? this.node('Reshape', [output, this.integers([-1])]) : output;
    this.firstElement(read, outputRank, integer ? 'int32' : 'float32');
  }

  encode(): Uint8Array {
    const graph = {
      name: 'probe',
      node: this.nodes,
      initializer: this.initializers,
      input: [{ name: PROBE_INPUT, type: tensorType('float32', [1]) }],
      output: this.outputs,
    };
    return onnx.ModelProto.encode({ irVersion: IR_VERSION, opsetImport: [{ version: OPSET }], graph }).finish();
  }

  private activation(shape: readonly number[], integer: boolean): string {
    const filled = this.node('Expand', [PROBE_INPUT, this.integers(shape)]);
    return integer ? this.node('Cast', [filled], [attributeOf('to', dtypeNumber('uint8'))]) : filled;
  }

  /** The runtime folds it into a stored weight while it loads the model. */
  private weight(shape: readonly number[], integer: boolean): string {
    const value = integer
      ? { dims: [1], dataType: dtypeNumber('int8'), int32Data: [INTEGER_WEIGHT] }
      : { dims: [1], dataType: dtypeNumber('float32'), floatData: [WEIGHT_VALUE] };
    const attribute = { name: 'value', type: onnx.AttributeProto.AttributeType.TENSOR, t: value };
    return this.node('ConstantOfShape', [this.integers(shape)], [attribute]);
  }

  private firstElement(tensor: string, rank: number, dtype: Dtype): void {
    const ones = Array.from({ length: rank }, () => 1);
    const zeros = Array.from({ length: rank }, () => 0);
    const name = this.node('Slice', [tensor, this.integers(zeros), this.integers(ones)]);
    this.outputs.push({ name, type: tensorType(dtype, undefined) });
  }

  private node(opType: string, input: readonly string[], attribute: onnx.AttributeProto.$Properties[] = []): string {
    const name = `t${String(this.nodes.length)}`;
    this.nodes.push({ opType, name, input: [...input], output: [name], attribute });
    return name;
  }

  private integers(values: readonly number[]): string {
    const name = `i${String(this.initializers.length)}`;
    this.initializers.push({ name, dims: [values.length], dataType: dtypeNumber('int64'), int64Data: [...values] });
    return name;
  }
}

function attributeOf(name: string, value: number | readonly number[]): onnx.AttributeProto.$Properties {
  const { AttributeType } = onnx.AttributeProto;
  return typeof value === 'number' ? { name, type: AttributeType.INT, i: value } : { name, type: AttributeType.INTS, ints: [...value] };
}

function tensorType(dtype: Dtype, dims: readonly number[] | undefined): onnx.TypeProto.$Properties {
  const shape = dims === undefined ? {} : { shape: { dim: dims.map(dimValue => ({ dimValue })) } };
  return { tensorType: { elemType: dtypeNumber(dtype), ...shape } };
}
