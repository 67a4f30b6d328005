import { mainGraph } from '../../../shared/graph/traversal';
import type { ModelEvidence } from '../modelEvidence';
import { MEASURED_AGAINST } from '../measuredRatiosTable';
import { findTanhGelus } from '../patterns/gelu';
import { findHardSwishes } from '../patterns/hardSwish';
import { ABSENT, declined, proposed, type Finding, type SuggestionRule } from '../rule';

const TITLE = 'Raise the opset';
/** From here on quantized operators per channel exist, and nothing that the runtime merges depends on more. */
const CURRENT_ENOUGH = 13;
/** The pass takes models from here on. */
const LOWEST = 7;
const HARD_SWISH_OPSET = 14;
const GELU_OPSET = 20;

/** An opset that lacks the operator which would replace what is written out, where the runtime does not merge it either. */
export const upgradeOpsetRule: SuggestionRule = { id: 'upgrade-opset', check };

function check({ graph, patterns }: ModelEvidence): Finding {
  const opset = graph.facts.opsets.get('') ?? 0;
  if (opset === 0 || mainGraph(graph).nodeCount === 0) return ABSENT;
  const wanted = [
    { name: 'HardSwish', since: HARD_SWISH_OPSET, found: opset < HARD_SWISH_OPSET ? findHardSwishes(patterns) : [] },
    { name: 'tanh Gelu', since: GELU_OPSET, found: opset < GELU_OPSET ? findTanhGelus(patterns) : [] },
  ].filter(({ found }) => found.length > 0);
  if (wanted.length === 0) return opset >= CURRENT_ENOUGH ? ABSENT : declined(TITLE, whyNot(opset));
  const to = Math.max(...wanted.map(({ since }) => since));
  const names = wanted.map(({ name, found }) => `${String(found.length)} ${name}`).join(' and ');
  return proposed({
    title: `Raise the opset to ${String(to)}`,
    layers: wanted.flatMap(({ found }) => found.flat()).sort((a, b) => a - b),
    ...(opset >= LOWEST ? { pass: { id: 'upgrade-opset', parameters: { to } } } : {}),
    promise: 'exact',
    expectedSaving: 0,
    gain: undefined,
    why: `${names} are written as several operators, and opset ${String(opset)} has no operator for them.`,
    details: 'Raising the opset alone changes no time; it makes room for the single operator.',
  });
}

function whyNot(opset: number): string {
  const old = `Opset ${String(opset)} is old, but the runtime merges convolutions, norms and activations all the same`;
  return `${old} (opsets 7 to 11 took ${MEASURED_AGAINST.olderOpset} the time of 13). Quantizing raises it by itself.`;
}
