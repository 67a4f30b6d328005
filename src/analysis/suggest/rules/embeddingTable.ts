import { formatBytes, formatShare } from '../../../shared/base/formatNumber';
import { isFloatDtype, tensorBytes } from '../../../shared/graph/dtype';
import { intAttribute } from '../../../shared/graph/nodeAttributes';
import { consumersOf } from '../../../shared/graph/traversal';
import { weightGain } from '../expectedGain';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, declined, proposed, type Finding, type SuggestionRule } from '../rule';

const TITLE = 'Shrink the embedding table';
const LEAST_SHARE = 0.2;
const LEAST_BYTES = 8 * 2 ** 20;

/** A table of which a run reads a few rows, and which is a large part of the file. */
export const embeddingTableRule: SuggestionRule = { id: 'embedding-table', check };

function check(evidence: ModelEvidence): Finding {
  const tables = findTables(evidence);
  const total = evidence.analysis.totals.weightBytes;
  const large = tables.filter(({ bytes }) => bytes >= LEAST_BYTES && bytes >= LEAST_SHARE * total);
  if (large.length === 0) return ABSENT;
  const bytes = large.reduce((sum, table) => sum + table.bytes, 0);
  const size = `${formatBytes(bytes)}, ${formatShare(bytes / total, 0)} of the weights`;
  if (large.some(({ isShared }) => isShared))
    return declined(TITLE, `Its table (${size}) is a weight of the output layer too, so it has to stay as it is.`);
  const saved = large.reduce((sum, table) => sum + table.bytes - (table.elements + 4 * table.rows), 0);
  return proposed({
    title: TITLE,
    layers: large.map(({ node }) => node),
    promise: 'lossy',
    expectedSaving: 0,
    gain: weightGain(evidence, saved, 'from the shape of the table'),
    why: `A table of ${large.map(({ rows }) => String(rows)).join(' and ')} rows holds ${size}; a run reads one row per token.`,
    details:
      'Stored in 8 bits with one scale per row, applied behind the Gather, it takes a quarter of the space; rows of tokens that never occur can go. The latency stays.',
  });
}

interface Table {
  readonly node: number;
  readonly rows: number;
  readonly elements: number;
  readonly bytes: number;
  readonly isShared: boolean;
}

function findTables({ graph, patterns }: ModelEvidence): readonly Table[] {
  const seen = new Set<number>();
  return patterns.nodesOf('Gather').flatMap(node => {
    const tensor = patterns.input(node, 0);
    const weight = graph.tensors.weights[tensor];
    if (weight?.dims.length !== 2 || seen.has(tensor) || intAttribute(graph, node, 'axis', 0) !== 0) return [];
    if (!isFloatDtype(weight.dtype)) return [];
    seen.add(tensor);
    const [rows = 0, width = 0] = weight.dims;
    const isShared = [...consumersOf(graph, tensor)].some(reader => patterns.op(reader) !== 'Gather');
    return [{ node, rows, elements: rows * width, bytes: tensorBytes(weight.dtype, rows * width), isShared }];
  });
}
