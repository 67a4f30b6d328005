import { NONE, type NodeId } from '../../shared/graph/graph';
import { nodeInputs, nodeOutputs } from '../../shared/graph/traversal';
import { onnx } from '../generated/onnx';
import { NODE } from '../wire/fields';
import { attributeSegments, type AttributeSource } from './attributeSegments';
import { encodeMessage } from './exactWriter';
import { wrapField, type Segment } from './segment';

/** The content of a NodeProto for a node that an edit made. */
export function nodeSegments(source: AttributeSource, node: NodeId): readonly Segment[] {
  const { graph } = source;
  const { nodes, tensors } = graph;
  const nameOf = (tensor: number): string => (tensor === NONE ? '' : (tensors.names[tensor] ?? ''));
  const name = nodes.names[node] ?? '';
  const domain = nodes.domains[node] ?? '';
  const overload = nodes.overloads.get(node) ?? '';
  const head = encodeMessage(onnx.NodeProto, {
    input: Array.from(nodeInputs(graph, node), nameOf),
    output: Array.from(nodeOutputs(graph, node), nameOf),
    opType: nodes.ops[node] ?? '',
    ...(name === '' ? {} : { name }),
    ...(domain === '' ? {} : { domain }),
    ...(overload === '' ? {} : { overload }),
    metadataProps: [...nodes.metadata(node)].map(([key, value]) => ({ key, value })),
  });
  const attributes = [...nodes.attributes(node)].map(([key, value]) => wrapField(NODE.attribute, attributeSegments(source, key, value)));
  return [head, ...attributes.flat()];
}
