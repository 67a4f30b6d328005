import { findDerivedValues } from '../../derivedValues';
import { mainGraph } from '../../../shared/graph/traversal';
import { countStart, namesText } from '../countText';
import { expectedSaving, latencyGain, nodeGain } from '../expectedGain';
import { MEASURED_RATIOS } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, proposed, type Finding, type SuggestionRule } from '../rule';

/** A handful of nodes is what every exporter writes for a Flatten. */
const LEAST_NODES = 16;

/** Open dimensions whose sizes nodes compute in every run, and which the runtime cannot plan with. */
export const dynamicDimsRule: SuggestionRule = { id: 'dynamic-dims', check };

function check(evidence: ModelEvidence): Finding {
  const { graph, analysis } = evidence;
  if (analysis.dims.length === 0) return ABSENT;
  const derived = findDerivedValues(graph);
  const constant = new Set([...evidence.cleanable.computed, ...evidence.cleanable.stored]);
  const layers: number[] = [];
  for (let node = 0; node < mainGraph(graph).nodeCount; node++)
    if (derived.isShapeArithmetic(node) && !constant.has(node) && graph.nodes.ops[node] !== 'Constant') layers.push(node);
  if (layers.length < LEAST_NODES) return ABSENT;
  const sizes = analysis.dims.map(({ name, value, suggested }) => [name, value ?? suggested] as const);
  const parameters = Object.fromEntries(sizes.flatMap(([name, size]) => (size === undefined ? [] : [[name, size] as const])));
  const changes = [{ nodes: layers, ratio: MEASURED_RATIOS.foldedShapes }];
  const names = namesText(analysis.dims.map(({ name }) => name));
  return proposed({
    title: analysis.dims.length === 1 ? 'Fix the open dimension' : 'Fix the open dimensions',
    layers,
    ...(Object.keys(parameters).length === sizes.length ? { pass: { id: 'fix-shapes', parameters } } : {}),
    promise: 'exact',
    expectedSaving: evidence.times === undefined ? 0 : expectedSaving(evidence, changes),
    gain: latencyGain(evidence, changes) ?? nodeGain(evidence, layers.length, Math.round(layers.length / 2)),
    why: `${countStart(layers.length, 'node')} compute shapes from ${names} in every run.`,
    details:
      'Where your program always uses the same sizes, export with them: the shapes become constants, the nodes fold, and patterns that need known sizes can be merged.',
  });
}
