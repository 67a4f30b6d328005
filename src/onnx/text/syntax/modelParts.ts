import type { onnx } from '../../generated/onnx';

/** A graph as its text needs it: lists that may be read from the file one item at a time, each of them once. */
export interface GraphParts {
  readonly name: string;
  readonly inputs: Iterable<onnx.ValueInfoProto.$Properties>;
  readonly outputs: Iterable<onnx.ValueInfoProto.$Properties>;
  readonly initializers: Iterable<onnx.TensorProto.$Properties>;
  readonly valueInfos: Iterable<onnx.ValueInfoProto.$Properties>;
  readonly nodes: Iterable<onnx.NodeProto.$Properties>;
}

/** A model without what is read one at a time. Texts that the file does not have are `undefined`. */
export interface ModelParts {
  /** Everything but graph and functions. */
  readonly header: onnx.ModelProto.$Properties;
  readonly graph: GraphParts;
  readonly functions: Iterable<onnx.FunctionProto.$Properties>;
}
