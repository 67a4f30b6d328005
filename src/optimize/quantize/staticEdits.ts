import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { nodeInputs, producerOf } from '../../shared/graph/traversal';
import { storedWeight } from '../makeWeight';
import { defineNode, tensorName, type Rewriter } from '../rewrite/rewriter';
import type { Affine } from './affine';
import type { Selection } from './selectUnits';

/** Names of the initializers that hold a tensor's scale and zero-point. */
interface ParameterNames {
  readonly scale: string;
  readonly zeroPoint: string;
}

/**
 * Puts QuantizeLinear and DequantizeLinear around activations. A tensor that an integer unit writes is read by everybody after the pair, under its own
 * name; of any other tensor only the integer units read the pair's result, everything else the original.
 */
export function quantizeActivations(
  rewriter: Rewriter,
  selection: Selection,
  roots: ReadonlyMap<TensorId, TensorId>,
  parameters: ReadonlyMap<TensorId, Affine>,
): void {
  const { graph } = rewriter;
  const stored = new Map<TensorId, ParameterNames>();
  const written = new Set(selection.units.map(unit => unit.output));
  const readers = readersByTensor(graph, selection);
  for (const tensor of selection.quantized) {
    const root = roots.get(tensor) ?? tensor;
    const names = stored.get(root) ?? storeParameters(rewriter, root, parameters.get(root));
    stored.set(root, names);
    if (written.has(tensor)) quantizeResult(rewriter, tensor, names);
    else quantizeOperand(rewriter, tensor, names, readers.get(tensor) ?? []);
  }
}

/** Inputs (node and position) through which integer units read each tensor. */
function readersByTensor(graph: Graph, { units }: Selection): ReadonlyMap<TensorId, readonly (readonly [NodeId, number])[]> {
  const readers = new Map<TensorId, (readonly [NodeId, number])[]>();
  for (const { nodes, inputs } of units) {
    const [first = NONE] = nodes;
    nodeInputs(graph, first).forEach((tensor, index) => {
      if (inputs.includes(tensor)) readers.set(tensor, [...(readers.get(tensor) ?? []), [first, index]]);
    });
  }
  return readers;
}

function storeParameters(rewriter: Rewriter, root: TensorId, affine: Affine = { scale: 1, zeroPoint: 0 }): ParameterNames {
  const name = tensorName(rewriter.graph, root);
  return {
    scale: rewriter.addWeight(`${name}_scale`, storedWeight('float32', [], Float32Array.of(affine.scale)), [name]),
    zeroPoint: rewriter.addWeight(`${name}_zero_point`, storedWeight('uint8', [], Uint8Array.of(affine.zeroPoint)), [name]),
  };
}

function quantizeResult(rewriter: Rewriter, tensor: TensorId, parameters: ParameterNames): void {
  const name = tensorName(rewriter.graph, tensor);
  const raw = rewriter.names.make(`${name}_float`);
  rewriter.renameOutput(name, raw);
  insertPair(rewriter, tensor, raw, name, parameters);
}

function quantizeOperand(
  rewriter: Rewriter,
  tensor: TensorId,
  parameters: ParameterNames,
  readers: readonly (readonly [NodeId, number])[],
): void {
  const name = tensorName(rewriter.graph, tensor);
  const result = rewriter.names.make(`${name}_dequantized`);
  for (const [node, index] of readers) rewriter.setInput(node, index, result);
  insertPair(rewriter, tensor, name, result, parameters);
}

function insertPair(rewriter: Rewriter, tensor: TensorId, from: string, to: string, { scale, zeroPoint }: ParameterNames): void {
  const { graph, names } = rewriter;
  const name = tensorName(graph, tensor);
  const producer = producerOf(graph, tensor);
  const origins = producer === NONE ? [] : [producer];
  const between = names.make(`${name}_quantized`);
  rewriter.insert(
    producer === NONE ? 0 : producer + 1,
    defineNode('QuantizeLinear', names.make(`${name}_quantize`), [from, scale, zeroPoint], [between], origins),
    defineNode('DequantizeLinear', names.make(`${name}_dequantize`), [between, scale, zeroPoint], [to], []),
  );
}
