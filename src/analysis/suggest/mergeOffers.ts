import { groupBy } from '../../shared/base/groupBy';
import type { Gain, Suggestion } from '../../shared/report/suggestion';
import { suggestionCommand } from './command';

/** Offers that the same command does become one, in the place of the first. */
export function mergeOffers(offers: readonly Suggestion[]): readonly Suggestion[] {
  return [...groupBy(offers, offer => suggestionCommand('', offer)).values()].flatMap(same => merge(same));
}

function merge(same: readonly Suggestion[]): readonly Suggestion[] {
  const [first, ...others] = same;
  if (first === undefined || others.length === 0) return same;
  const titles = same.map(({ title }, index) => (index === 0 ? title : title.charAt(0).toLowerCase() + title.slice(1)));
  return [
    {
      ...first,
      mergedRules: others.map(({ rule }) => rule),
      title: `${titles.slice(0, -1).join(', ')} and ${titles.at(-1) ?? ''}`,
      layers: [...new Set(same.flatMap(({ layers }) => layers))].sort((a, b) => a - b),
      gain: together(same.flatMap(({ gain }) => (gain === undefined ? [] : [gain]))),
      why: same.map(({ why }) => why).join(' '),
      details: [...new Set(same.map(({ details }) => details))].join(' '),
    },
  ];
}

/** Gains of parts that do not touch each other, of one metric. */
function together(gains: readonly Gain[]): Gain | undefined {
  const [first, ...others] = gains;
  if (first === undefined || others.some(({ metric }) => metric !== first.metric)) return first;
  const less = (end: 'low' | 'high'): number => others.reduce((left, gain) => left - (gain.before - gain[end]), first[end]);
  return { ...first, low: Math.max(0, less('low')), high: Math.max(0, less('high')) };
}
