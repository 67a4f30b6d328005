import { consumersOf, nodeOutputs } from '../../shared/graph/traversal';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { isDeterministic } from '../../shared/graph/isDeterministic';
import { nodeRule, type RuleContext } from './nodeRule';
import { defineLike } from './rewriter';

/** Operators whose outputs behind the first are optional, each by itself (ONNX operator definitions), and cost something. */
const OPTIONAL_OUTPUTS: ReadonlySet<string> = new Set(['MaxPool', 'Dropout', 'LayerNormalization', 'LSTM', 'GRU', 'RNN']);

/** Leaves out the last outputs of a node where they are optional and nothing reads them: indices of a MaxPool, states of an LSTM. */
export const dropOutputs = nodeRule(dropUnread);

function dropUnread(context: RuleContext, node: NodeId): string | undefined {
  const { graph, rewriter } = context;
  if (!OPTIONAL_OUTPUTS.has(context.op(node)) || !isDeterministic(graph, node)) return undefined;
  const outputs = nodeOutputs(graph, node);
  const isRead = (tensor: TensorId): boolean => tensor !== NONE && (context.isSeenOutside(tensor) || consumersOf(graph, tensor).length > 0);
  const count = Math.max(1, [...outputs].findLastIndex(isRead) + 1);
  if (count >= outputs.length) return undefined;
  const definition = defineLike(graph, node);
  rewriter.remove(node);
  rewriter.insert(node, { ...definition, outputs: definition.outputs.slice(0, count) });
  return `${String(outputs.length - count)} outputs left out: nothing reads them`;
}
