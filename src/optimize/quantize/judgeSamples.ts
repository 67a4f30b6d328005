import { assertNever } from '../../shared/base/assertNever';
import { roundUpToTwoDigits } from '../../shared/base/roundUpToTwoDigits';
import type { AccuracyBudget, BudgetOutcome } from '../../shared/report/accuracyBudget';
import type { Judgement } from '../laboratory';
import { lowerBinomialBound, upperBinomialBound } from './binomialBound';
import { lowerDropBound, upperDropBound } from './pairedDropBound';

/** Nobody collects more than this to decide. */
const MOST_FURTHER = 1e7;

/**
 * What samples say about a budget: `max-drop` by the bound on paired answers (`upperDropBound`), `min-agreement` by the exact bound on the share of samples that keep
 * their result (`lowerBinomialBound`). `undefined` for a drop without labels.
 */
export function judgeSamples(budget: AccuracyBudget, judgement: Judgement): BudgetOutcome | undefined {
  const bounds = boundsOf(budget, judgement);
  if (bounds === undefined) return undefined;
  const { value, samples } = bounds;
  const state = stateOf(budget, bounds);
  const base = { budget, value, samples, bound: budget.kind === 'max-drop' ? bounds.high : bounds.low, state };
  const further = state === 'not certain' ? furtherSamples(budget, judgement, samples) : undefined;
  return further === undefined ? base : { ...base, furtherSamples: further };
}

interface Bounds {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly samples: number;
}

function boundsOf({ kind }: AccuracyBudget, { samples, agreeing, labelled }: Judgement): Bounds | undefined {
  switch (kind) {
    case 'max-drop': {
      if (labelled === undefined) return undefined;
      const value = labelled.samples === 0 ? 0 : (labelled.lost - labelled.won) / labelled.samples;
      return { value, low: lowerDropBound(labelled), high: upperDropBound(labelled), samples: labelled.samples };
    }
    case 'min-agreement': {
      const value = samples === 0 ? 0 : agreeing / samples;
      return { value, low: lowerBinomialBound(agreeing, samples), high: upperBinomialBound(agreeing, samples), samples };
    }
    default:
      return assertNever(kind);
  }
}

function stateOf({ kind, limit }: AccuracyBudget, { low, high }: Bounds): BudgetOutcome['state'] {
  const [meets, breaks] = kind === 'max-drop' ? [high <= limit, low > limit] : [low >= limit, high < limit];
  return meets ? 'meets' : breaks ? 'below' : 'not certain';
}

/** Samples, beside those there are, after which the same shares decide; rounded up to two digits. */
function furtherSamples(budget: AccuracyBudget, judgement: Judgement, samples: number): number | undefined {
  const decides = (total: number): boolean => {
    const bounds = boundsOf(budget, scaled(judgement, total / samples));
    return bounds !== undefined && stateOf(budget, bounds) !== 'not certain';
  };
  if (samples === 0) return undefined;
  let high = samples;
  while (!decides(high)) {
    high *= 2;
    if (high > MOST_FURTHER) return undefined;
  }
  let low = Math.max(samples, high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (decides(middle)) high = middle;
    else low = middle;
  }
  return roundUpToTwoDigits(Math.max(1, high - samples));
}

/** What the same shares of more samples would be; events count whole, and never as fewer than they would be. */
function scaled({ samples, agreeing, labelled, ...rest }: Judgement, factor: number): Judgement {
  const total = Math.round(samples * factor);
  const part = labelled && {
    lost: labelled.lost * factor,
    won: labelled.won * factor,
    samples: labelled.samples * factor,
  };
  return { ...rest, samples: total, agreeing: total - Math.ceil((samples - agreeing) * factor - 1e-9), ...(part && { labelled: part }) };
}
