import { mainGraph } from '../../shared/graph/traversal';
import { formatCount, formatShare } from '../../shared/base/formatNumber';
import { basisOf, type Column } from '../../shared/report/column';
import type { AnalyzedModel } from '../analyzeModel';
import type { TerminalStyle } from './style';
import { wrapText } from './wrapText';

/** Zeros of all weights together, those of bodies included; nothing when they were not asked for, or there are none. */
export function sparsityLines(
  { model: { graph } }: AnalyzedModel,
  columns: readonly Column[] | undefined,
  style: TerminalStyle,
): readonly string[] {
  if (columns === undefined) return [];
  const sum = (id: string, count = graph.nodes.count): number => {
    const values = columns.find(column => column.id === id)?.values.subarray(0, count);
    return values?.reduce((total, value) => total + value, 0) ?? Number.NaN;
  };
  const read = sum('readWeights');
  if (read === 0)
    return graph.tensors.weights.some(weight => weight?.bytes.kind === 'unavailable')
      ? ['  Zeros in weights: not known, since their data are missing']
      : [];
  const shares = columns.find(({ id }) => id === 'zeroSparsity');
  const isSampled = shares?.values.some((_, node) => basisOf(shares, node) === 'estimated') ?? false;
  const share = sum('zeroWeights') / read;
  const macs = sum('effectiveMacs', mainGraph(graph).nodeCount);
  const basis = isSampled ? ' (from a sample)' : '';
  return wrapText(`Zeros in weights: ${formatShare(share)}${basis}; MACs without them: ${formatCount(macs)} (estimate)`, style.width, '  ');
}
