import type { NodeId } from '../../../shared/graph/graph';
import type { Connections } from '../connections';
import type { GroupTree } from '../groupTree';
import type { HierarchyFacts } from '../hierarchyFacts';
import { layerLabel } from '../layerLabels';
import type { Role } from '../roles';
import { convolutionKind } from './unitToken';

/** Names of layers inside inferred groups: `stage1.0.dw3×3`, `neck.lat16.pw.2`. Equal ones in a group are numbered from 1. */
export function nameInGroups(
  connections: Connections,
  facts: HierarchyFacts,
  roles: readonly Role[],
  tree: GroupTree,
  groupOf: Int32Array,
  anchors: readonly NodeId[],
): readonly string[] {
  const names = new Array<string>(connections.nodeCount).fill('');
  const uses = new Map<string, number>();
  const label = (anchor: NodeId): string => {
    const group = tree.groups[groupOf[anchor] ?? -1]?.path.replaceAll('/', '.') ?? '';
    const own = convolutionKind(connections, facts, anchor)?.name ?? structureLabel(connections, roles, anchor);
    return group === '' ? own : `${group}.${own}`;
  };
  const labels = anchors.map(label);
  for (const text of labels) uses.set(text, (uses.get(text) ?? 0) + 1);
  const numbers = new Map<string, number>();
  anchors.forEach((anchor, index) => {
    const text = labels[index] ?? '';
    const number = (numbers.get(text) ?? 0) + 1;
    numbers.set(text, number);
    names[anchor] = uses.get(text) === 1 ? text : `${text}.${String(number)}`;
  });
  return names;
}

const LABELS: ReadonlyMap<string, string> = new Map([
  ...([
    ['MatMul', 'linear'],
    ['Gemm', 'linear'],
    ['MatMulInteger', 'linear'],
    ['MaxPool', 'maxpool'],
    ['AveragePool', 'avgpool'],
  ] as const),
  ...([
    ['GlobalAveragePool', 'avgpool'],
    ['GlobalMaxPool', 'maxpool'],
    ['Resize', 'resize'],
    ['Upsample', 'resize'],
    ['Concat', 'concat'],
  ] as const),
  ...([
    ['Gather', 'embedding'],
    ['BatchNormalization', 'bn'],
    ['LSTM', 'lstm'],
    ['GRU', 'gru'],
    ['RNN', 'rnn'],
  ] as const),
]);

function structureLabel(connections: Connections, roles: readonly Role[], anchor: NodeId): string {
  if (roles[anchor] === 'product') return layerLabel(connections, roles, anchor, '');
  if (roles[anchor] === 'norm' && connections.op(anchor) !== 'BatchNormalization') return 'norm';
  return LABELS.get(connections.op(anchor)) ?? (roles[anchor] === 'softmax' ? 'softmax' : connections.op(anchor));
}
