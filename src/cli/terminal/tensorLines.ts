import { formatSignificant, formatValue } from '../../shared/base/formatNumber';
import type { Graph, NodeId } from '../../shared/graph/graph';
import { nodeLabel } from '../../shared/graph/nodeLabel';
import { DIVERGES_BELOW_DB, firstDivergent, type TensorDifference } from '../../shared/report/tensorDifference';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { formatTable, type TableColumn } from './table';

const COLUMNS: readonly TableColumn[] = [
  { title: 'layer', align: 'left' },
  { title: 'own error', align: 'right' },
  { title: 'accumulated', align: 'right' },
  { title: 'cosine', align: 'right' },
  { title: 'largest difference', align: 'right' },
];

/** A row per layer of the model; the first that adds more than rounding is named before. */
export function tensorLines(graph: Graph, difference: TensorDifference, style: TerminalStyle): readonly string[] {
  const { layers, samples, inputs } = difference;
  const first = layers[firstDivergent(difference)];
  const name = (node: NodeId): string => printable(nodeLabel(graph, node));
  const rows = layers.map(({ layer, localDb, accumulatedDb, cosine, maxAbs }) => [
    name(layer),
    formatValue(localDb, 'decibel'),
    formatValue(accumulatedDb, 'decibel'),
    formatValue(cosine, 'cosine'),
    formatSignificant(maxAbs),
  ]);
  const where =
    first === undefined ? 'no layer adds more than rounding' : `${name(first.layer)} is the first layer that adds more than rounding`;
  const on = `${samples} ${inputs === 'synthetic' ? 'random inputs' : 'samples'}`;
  return [
    style.strong(`Tensors on ${on}: ${where} (SQNR below ${DIVERGES_BELOW_DB}\u202fdB)`),
    ...formatTable(COLUMNS, rows).map((line, index) => (index === 0 ? style.faint(line) : line)),
  ];
}
