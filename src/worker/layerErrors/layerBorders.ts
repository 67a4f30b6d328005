import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, isGraphOutput, mainGraph, nodeInputs, nodeOutputs, producerOf, tensorByName } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';

/** An activation that leaves a layer of the base and that the variant has under the same name. */
export interface LayerBorder {
  /** Anchor node of the layer, in the base. */
  readonly layer: NodeId;
  /** Name of the tensor in both. */
  readonly name: string;
  readonly rank: number | undefined;
  /** Names of the borders of other layers that the layer reads. */
  readonly reads: readonly string[];
}

/**
 * Where two models can be compared layer by layer: float32 activations that leave a layer of the base (design spec 4.16) and that some node of the variant
 * computes under the same name, in order of the base's file. What lies inside a layer is left alone: the runtime merges it, and would not if it were asked for it.
 */
export function layerBorders(base: Graph, analysis: Analysis, variant: Graph): readonly LayerBorder[] {
  const { layerOf } = analysis.hierarchy;
  const layerAt = (node: NodeId): NodeId => layerOf[node] ?? NONE;
  const { nodeCount } = mainGraph(base);
  const borders = new Map<string, Omit<LayerBorder, 'reads'>>();
  const read = new Map<NodeId, Set<string>>();
  for (let node = 0; node < nodeCount; node++) {
    const layer = layerAt(node);
    if (layer === NONE) continue;
    for (const tensor of nodeInputs(base, node)) addRead(read, layer, tensor, base);
    for (const tensor of nodeOutputs(base, node)) {
      const facts = tensor === NONE ? undefined : analysis.tensors[tensor];
      if (facts?.dtype !== 'float32' || !leaves(base, tensor, layer, layerAt) || !isComputed(variant, facts.name)) continue;
      borders.set(facts.name, { layer, name: facts.name, rank: facts.shape?.length });
    }
  }
  return [...borders.values()].map(border => ({
    ...border,
    reads: [...(read.get(border.layer) ?? [])].filter(name => borders.has(name) && borders.get(name)?.layer !== border.layer),
  }));
}

function addRead(read: Map<NodeId, Set<string>>, layer: NodeId, tensor: TensorId, { tensors }: Graph): void {
  if (tensor === NONE) return;
  const names = read.get(layer) ?? new Set();
  read.set(layer, names.add(tensors.names[tensor] ?? ''));
}

function leaves(graph: Graph, tensor: TensorId, layer: NodeId, layerAt: (node: NodeId) => NodeId): boolean {
  return isGraphOutput(graph, tensor) || consumersOf(graph, tensor).some(reader => layerAt(reader) !== layer);
}

function isComputed(graph: Graph, name: string): boolean {
  const tensor = tensorByName(graph, name);
  return tensor !== NONE && producerOf(graph, tensor) !== NONE;
}
