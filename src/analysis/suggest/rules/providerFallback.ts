import { formatDuration, formatShare } from '../../../shared/base/formatNumber';
import { countStart } from '../countText';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, declined, proposed, type Finding, type SuggestionRule } from '../rule';

const LEAST_SHARE = 0.01;
const MOST_OPERATORS = 4;

/** Operators that the chosen execution provider does not have, so that they ran on another one, with copies in between. */
export const providerFallbackRule: SuggestionRule = { id: 'provider-fallback', check };

function check({ profile }: ModelEvidence): Finding {
  if (profile === undefined) return ABSENT;
  const { provider } = profile.environment;
  const elsewhere = profile.kernels.filter(kernel => kernel.provider !== '' && kernel.provider !== provider);
  if (elsewhere.length === 0) return ABSENT;
  const total = profile.kernels.reduce((sum, { medianMs }) => sum + medianMs, 0);
  const latencyMs = elsewhere.reduce((sum, { medianMs }) => sum + medianMs, 0);
  const operators = [...new Set(elsewhere.map(({ op }) => op))].slice(0, MOST_OPERATORS).join(', ');
  const counted = `${countStart(elsewhere.length, 'kernel')} (${operators}) ran outside ${provider}`;
  if (latencyMs < LEAST_SHARE * total)
    return declined('Keep all operators on the provider', `${counted}, for ${formatDuration(latencyMs)} in all.`);
  return proposed({
    title: `Keep all operators on ${provider}`,
    layers: [...new Set(elsewhere.flatMap(({ covers }) => covers))].sort((a, b) => a - b),
    promise: 'close',
    expectedSaving: 0,
    gain: undefined,
    why: `${counted} and took ${formatDuration(latencyMs)}, ${formatShare(latencyMs / total)} of the time in kernels.`,
    details:
      'Every change of provider copies tensors. Replace these operators by ones that the provider has, or run the whole model on the CPU.',
  });
}
