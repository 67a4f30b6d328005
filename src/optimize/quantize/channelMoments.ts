import type { Observed } from '../laboratory';

/** What a tensor's channels are like. */
export interface ChannelMoments {
  readonly mean: Float64Array;
  /** Population variance. */
  readonly variance: Float64Array;
}

/** Values of a channel are taken to lie within so many deviations around its mean. */
export const DEVIATIONS = 4;

/** Mean and variance per channel, the latter from second moments where only these were observed; `undefined` where neither was, or they overflowed. */
export function channelMoments(observed: Observed | undefined): ChannelMoments | undefined {
  if (observed === undefined || observed.mean.length === 0) return undefined;
  const { mean, gram } = observed;
  const channels = mean.length;
  const fromGram = (): Float64Array => mean.map((value, channel) => Math.max(0, gram[channel * channels + channel]! - value * value));
  const variance = gram.length === channels * channels ? fromGram() : observed.variance;
  const isKnown = variance.length === channels && mean.every(Number.isFinite) && variance.every(Number.isFinite);
  return isKnown ? { mean, variance } : undefined;
}

/** Magnitude that hardly any value of a channel exceeds. */
export function channelPeaks({ mean, variance }: ChannelMoments): Float64Array {
  return mean.map((value, channel) => Math.abs(value) + DEVIATIONS * Math.sqrt(variance[channel]!));
}
