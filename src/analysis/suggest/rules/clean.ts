import { countStart } from '../countText';
import { nodeGain } from '../expectedGain';
import { CLEANING_NOTE } from '../cleanableNodes';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, declined, proposed, type Finding, type SuggestionRule } from '../rule';

/** Nodes that change nothing, and nodes whose results nobody reads. */
export const cleanRule: SuggestionRule = { id: 'clean', check };

function check(evidence: ModelEvidence): Finding {
  const { noOps, dead, ...others } = evidence.cleanable;
  const layers = [...noOps, ...dead].sort((a, b) => a - b);
  if (layers.length === 0) {
    const isClean = Object.values<readonly number[]>(others).every(nodes => nodes.length === 0);
    return isClean ? declined('Clean up the graph', 'Nothing to remove or to merge.') : ABSENT;
  }
  const parts = [
    ...(noOps.length > 0
      ? [`${countStart(noOps.length, 'node')} changing nothing (Identity, Dropout, casts to the same type, shapes that stay)`]
      : []),
    ...(dead.length > 0 ? [`${countStart(dead.length, 'node')} that nobody reads`] : []),
  ];
  return proposed({
    title: `Remove ${String(layers.length)} idle ${layers.length === 1 ? 'node' : 'nodes'}`,
    layers,
    pass: { id: 'clean', parameters: {} },
    promise: 'close',
    expectedSaving: 0,
    gain: nodeGain(evidence, layers.length),
    why: `${parts.join(', ')}.`,
    details: CLEANING_NOTE,
  });
}
