import type { Gain, Suggestion } from '../../../src/shared/report/suggestion';

/** What a user wants to have less of. */
export const GOALS = ['latency', 'size', 'both'] as const;
export type Goal = (typeof GOALS)[number];

/** What is suggested for a goal: for latency what is expected to bring most, for size what is sure to take most bytes away. `offered`: best first. */
export function suggestedFor(goal: Goal, offered: readonly Suggestion[]): readonly Suggestion[] {
  const fastest = offered.find(({ gain }) => gain?.metric === 'latencyMs');
  const smallest = offered.reduce<Suggestion | undefined>(
    (most, next) => (bytesSaved(next.gain) > bytesSaved(most?.gain) ? next : most),
    undefined,
  );
  const wanted = { latency: [fastest], size: [smallest], both: [fastest, smallest] }[goal];
  return [...new Set(wanted)].flatMap(suggestion => suggestion ?? []);
}

function bytesSaved(gain: Gain | undefined): number {
  return gain?.metric === 'weightBytes' ? gain.before - gain.high : 0;
}
