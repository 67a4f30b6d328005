import type { NodeId } from '../../../shared/graph/graph';
import { countStart } from '../countText';
import { expectedSaving, latencyGain, ratioSources } from '../expectedGain';
import { findDerivedValues } from '../../derivedValues';
import { MEASURED_RATIOS } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, proposed, type Finding, type SuggestionRule } from '../rule';

const ARITHMETIC = [
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Mod',
  'Where',
  'CumSum',
  'Min',
  'Max',
  'Neg',
  'Abs',
  'ReduceSum',
  'ReduceMax',
  'ReduceMin',
];
/** 0.1 ms of int64 arithmetic per operation on one core. */
const LEAST_ELEMENTS = 65_536;
/** One operation on indices is no chain. */
const LEAST_NODES = 2;

/** Arithmetic over large tensors of 64-bit integers, mostly indices and masks. */
export const int64IndicesRule: SuggestionRule = { id: 'int64-indices', check };

function check(evidence: ModelEvidence): Finding {
  const candidates = evidence.patterns.nodesOf(...ARITHMETIC).filter(node => isLargeInt64(evidence, node));
  if (candidates.length < LEAST_NODES) return ABSENT;
  const derived = findDerivedValues(evidence.graph);
  const layers = candidates.filter(node => !derived.isShapeArithmetic(node));
  if (layers.length < LEAST_NODES) return ABSENT;
  const changes = [{ nodes: layers, ratio: MEASURED_RATIOS.narrowIndices }];
  return proposed({
    title: 'Compute indices in 32 bits',
    layers,
    promise: 'exact',
    expectedSaving: evidence.times === undefined ? 0 : expectedSaving(evidence, changes),
    gain: latencyGain(evidence, changes),
    why: `${countStart(layers.length, 'operation')} on 64-bit integers over at least ${String(LEAST_ELEMENTS)} elements each.`,
    details: `Cast to int32 in front of them, if no value exceeds 2^31, and back where an operator asks for int64. ${ratioSources(changes)}`,
  });
}

function isLargeInt64({ analysis, patterns }: ModelEvidence, node: NodeId): boolean {
  const facts = analysis.tensors[patterns.output(node)];
  if (facts?.dtype !== 'int64' || facts.shape === undefined) return false;
  const elements = facts.shape.reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : 1), 1);
  return elements >= LEAST_ELEMENTS;
}
