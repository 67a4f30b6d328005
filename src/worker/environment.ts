import { version as layerwise } from '../../package.json';
import type { Environment } from '../shared/report/latency';
import { describeMachine } from './machine';

export type MeasuredConditions = Pick<
  Environment,
  'onnxruntime' | 'threads' | 'dims' | 'inputs' | 'inputDescription' | 'seed' | 'rigor' | 'graphOptimization'
>;

/** Threads that a model may use: what was asked for, else one per physical core. */
export function chooseThreads(asked: number | undefined): number {
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
