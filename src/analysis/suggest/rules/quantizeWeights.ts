import { formatBytes } from '../../../shared/base/formatNumber';
import { denseBytes } from '../../../shared/graph/denseBytes';
import { consumersOf, isGraphOutput, mainGraph, nodeOutput } from '../../../shared/graph/traversal';
import { countStart } from '../countText';
import { expectedSaving, latencyGain, ratioSources, weightGain } from '../expectedGain';
import type { LinearWork } from '../linearWork';
import { MEASURED_AGAINST, MEASURED_RATIOS } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, declined, proposed, type Finding, type SuggestionRule } from '../rule';

const TITLE = 'Quantize weights alone to INT4';
/** Matrices that stay in a cache between runs are not what a run waits for; last-level caches hold 8–64 MB. */
const LEAST_BYTES = 32 * 2 ** 20;
/** With so few rows a product reads each weight for hardly any arithmetic. */
const MOST_ROWS = 4;
const BLOCK = 32;
/** 4 bits, and one float32 scale per block. */
const BYTES_PER_WEIGHT = 0.5 + 4 / BLOCK;

/** Large matrices times a single row, as in a decoder that generates: reading the weights is the work. */
export const quantizeWeightsRule: SuggestionRule = { id: 'quantize-weights', check };

function check(evidence: ModelEvidence): Finding {
  const products = evidence.weighted.filter(({ op, weight, depth }) => op !== 'Conv' && weight?.dims.length === 2 && depth % BLOCK === 0);
  if (bytesOf(products) < LEAST_BYTES) return ABSENT;
  const hasCache = readsCache(evidence);
  const narrow = products.filter(work => (rowsOf(evidence, work) ?? (hasCache ? 1 : Infinity)) <= MOST_ROWS);
  if (bytesOf(narrow) >= LEAST_BYTES) return propose(evidence, narrow, hasCache);
  const slower = `4-bit weights took ${MEASURED_AGAINST.weightOnlyManyRows} the time of float32 with many rows`;
  return declined(TITLE, `Its matrix products have many rows, one per token: ${slower}, and only make the file smaller.`);
}

function propose(evidence: ModelEvidence, products: readonly LinearWork[], hasCache: boolean): Finding {
  const layers = products.map(({ node }) => node);
  const changes = [{ nodes: layers, ratio: MEASURED_RATIOS.weightOnlyRow }];
  const bytes = bytesOf(products);
  const saved = bytes * (1 - BYTES_PER_WEIGHT / 4);
  const when = hasCache ? ' for every token that it generates' : '';
  const blocks = `In 4 bits with one scale per ${String(BLOCK)} weights (MatMulNBits) a run reads a sixth.`;
  return proposed({
    title: `Quantize the weights of ${String(layers.length)} products to INT4`,
    layers,
    pass: { id: 'quantize-weights', parameters: { bits: 4, block: BLOCK } },
    promise: 'lossy',
    expectedSaving: expectedSaving(evidence, changes),
    gain: latencyGain(evidence, changes) ?? weightGain(evidence, saved, `from the shapes of ${String(layers.length)} weights`),
    why: `${countStart(layers.length, 'matrix product')} of at most ${String(MOST_ROWS)} rows read ${formatBytes(bytes)} of weights${when}.`,
    details: `${blocks} With many rows at once it is slower than float32. ${ratioSources(changes)}`,
  });
}

function bytesOf(products: readonly LinearWork[]): number {
  return products.reduce((sum, { weight }) => sum + denseBytes('float32', weight?.dims ?? [0]), 0);
}

/** Rows of a product; `undefined` where a dim is open, other than the first of a matrix, which is the batch. */
function rowsOf({ analysis, graph }: ModelEvidence, { node }: LinearWork): number | undefined {
  const rows = analysis.tensors[nodeOutput(graph, node, 0)]?.shape?.slice(0, -1);
  if (rows === undefined) return undefined;
  const known = rows.map((dim, axis) => (typeof dim === 'number' ? dim : axis === 0 ? 1 : undefined));
  return known.reduce<number | undefined>((product, dim) => (product === undefined || dim === undefined ? undefined : product * dim), 1);
}

/** An input is continued by Concat and handed back: keys and values of earlier tokens. */
function readsCache({ graph, patterns }: ModelEvidence): boolean {
  return mainGraph(graph).inputs.some(input =>
    [...consumersOf(graph, input)].some(node => patterns.op(node) === 'Concat' && isGraphOutput(graph, nodeOutput(graph, node, 0))),
  );
}
