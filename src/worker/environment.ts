import os from 'node:os';
import { version as layerwise } from '../../package.json';
import type { Environment } from '../shared/report/latency';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { describeMachine } from './machine';

export type MeasuredConditions = Pick<
  Environment,
  'onnxruntime' | 'threads' | 'dims' | 'inputs' | 'inputDescription' | 'seed' | 'rigor' | 'graphOptimization' | 'arena'
>;

/** Far more threads than processors stall a session for minutes and measure nothing but waiting. */
function mostThreads(): number {
  return Math.max(64, 4 * os.cpus().length);
}

/** Threads that a model may use: what was asked for, else one per physical core. Throws `LayerwiseError` (`usage`) for more than the machine can bear. */
export function chooseThreads(asked: number | undefined): number {
  if (asked !== undefined && asked > mostThreads()) {
    const processors = String(os.cpus().length);
    throw new LayerwiseError(
      'usage',
      `${String(asked)} threads are too many for ${processors} processors. Use at most ${String(mostThreads())}.`,
    );
  }
  return asked ?? describeMachine().cores;
}

/** What stands beside every number measured now. */
export function describeEnvironment(conditions: MeasuredConditions): Environment {
  return {
    layerwise,
    node: process.version,
    ...describeMachine(),
    provider: 'CPUExecutionProvider',
    date: new Date().toISOString(),
    ...conditions,
  };
}
