import { activationBytes } from './activationBytes';
import { flops } from './flops';
import { intensity } from './intensity';
import { macs } from './macs';
import type { Metric } from './metric';
import { params } from './params';
import { peakBytes } from './peakBytes';
import { trafficBytes } from './trafficBytes';
import { transcendentals } from './transcendentals';
import { weightBytes } from './weightBytes';

/** Every metric of the static analysis; one may read those above it. */
export const METRICS: readonly Metric[] = [
  macs,
  flops,
  transcendentals,
  params,
  weightBytes,
  activationBytes,
  trafficBytes,
  intensity,
  peakBytes,
];
