import { IntColumn } from '../../../src/shared/base/intColumn';
import type { ModelView } from '../../../src/shared/report/modelView';
import type { LayerModel } from '../model/layerModel';

/** A tensor that one layer writes and another reads: layer `from[e]` → layer `to[e]`. */
export interface LayerEdges {
  /** −1 for an input of the model. */
  readonly from: Int32Array;
  /** −1 for an output of the model. */
  readonly to: Int32Array;
  /** Tensor id; −1 between a kernel that the runtime added and the layer it belongs to. */
  readonly tensor: Int32Array;
}

const INPUT = -1;
const OUTPUT = -1;
/** A layer that is not shown hands on at most so many of the tensors it reads. */
const MOST_HANDED_ON = 8;

/** Where a tensor comes from, as shown: the layer that wrote it, or what an unshown node (folded, eliminated) made it of. */
interface Source {
  readonly layer: number;
  readonly tensor: number;
}

/** Tensors between layers of the main graph. Weights, constants and shape arithmetic have none. */
export function layerEdges(model: LayerModel): LayerEdges {
  const { view, layerOfNode } = model;
  const { inputs, inputStart, outputs, outputStart, analysis } = view;
  const writer = new Int32Array(analysis.tensors.length).fill(-1);
  const drafts = { from: new IntColumn(), to: new IntColumn(), tensor: new IntColumn() };
  const handedOn = new Map<number, readonly Source[]>();
  const modelInputs = tensorsNamed(view, analysis.inputs);
  const isHidden = (node: number) => (analysis.hierarchy.layerOf[node] ?? -1) < 0;
  for (let node = 0; node < layerOfNode.length; node++) {
    for (let at = outputStart[node]!; at < outputStart[node + 1]!; at++) if (outputs[at]! >= 0) writer[outputs[at]!] = node;
  }
  const sourcesOf = (tensor: number): readonly Source[] => {
    const node = writer[tensor] ?? -1;
    if (node < 0) return modelInputs.has(tensor) ? [{ layer: INPUT, tensor }] : [];
    const layer = layerOfNode[node] ?? -1;
    return layer >= 0 ? [{ layer, tensor }] : (handedOn.get(tensor) ?? []);
  };
  const connect = (from: number, to: number, tensor: number) => {
    if (from === to && from >= 0) return;
    drafts.from.push(from);
    drafts.to.push(to);
    drafts.tensor.push(tensor);
  };
  // Nearly all tensors come from a layer; a list for each would take most of the time.
  const connectSources = (tensor: number, layer: number) => {
    const own = layerOfNode[writer[tensor] ?? -1] ?? -1;
    if (own >= 0) connect(own, layer, tensor);
    else for (const source of sourcesOf(tensor)) connect(source.layer, layer, source.tensor);
  };
  for (let node = 0; node < layerOfNode.length; node++) {
    const layer = layerOfNode[node]!;
    if (layer < 0 && isHidden(node)) continue;
    if (layer >= 0) {
      for (let at = inputStart[node]!; at < inputStart[node + 1]!; at++) if (inputs[at]! >= 0) connectSources(inputs[at]!, layer);
    } else {
      const read = inputs.subarray(inputStart[node], inputStart[node + 1]);
      const sources = Array.from(read).flatMap(tensor => (tensor < 0 ? [] : sourcesOf(tensor)));
      for (const tensor of outputs.subarray(outputStart[node], outputStart[node + 1]))
        handedOn.set(tensor, sources.slice(0, MOST_HANDED_ON));
    }
  }
  for (const tensor of tensorsNamed(view, analysis.outputs))
    for (const source of sourcesOf(tensor)) connect(source.layer, OUTPUT, source.tensor);
  connectAdded(model, connect);
  return { from: drafts.from.toArray(), to: drafts.to.toArray(), tensor: drafts.tensor.toArray() };
}

function tensorsNamed({ analysis }: ModelView, facts: readonly { readonly name: string }[]): ReadonlySet<number> {
  const names = new Set(facts.map(({ name }) => name));
  // Most names differ in their length, which is known before they are hashed.
  const lengths = new Set(facts.map(({ name }) => name.length));
  const found = new Set<number>();
  analysis.tensors.forEach(({ name }, tensor) => {
    if (lengths.has(name.length) && names.has(name)) found.add(tensor);
  });
  return found;
}

/** A kernel that the runtime added has no node; it stands before or behind the layer it leans on, as it ran. */
function connectAdded({ layers, layerOfNode, profile }: LayerModel, connect: (from: number, to: number, tensor: number) => void): void {
  layers.forEach(({ node, kernels }, layer) => {
    if (node >= 0) return;
    const anchor = layerOfNode[profile?.kernels[kernels[0] ?? -1]?.anchor ?? -1] ?? -1;
    if (anchor < 0) return;
    if (layer < anchor) connect(layer, anchor, -1);
    else connect(anchor, layer, -1);
  });
}
