import { version as layerwise } from '../../package.json';
import type { Environment } from '../shared/report/latency';
import { describeMachine } from './machine';

export interface MeasuredConditions {
  /** Version of onnxruntime. */
  readonly onnxruntime: string;
  readonly threads: number;
  readonly dims: Readonly<Record<string, number>>;
  readonly inputs: Environment['inputs'];
}

/** Threads that a model may use: what was asked for, else one per physical core. */
export function chooseThreads(asked: number | undefined): number {
  return asked ?? describeMachine().cores;
}

/** What stands beside every number measured now. */
export function describeEnvironment({ onnxruntime, threads, dims, inputs }: MeasuredConditions): Environment {
  return {
    layerwise,
    onnxruntime,
    node: process.version,
    ...describeMachine(),
    threads,
    dims,
    provider: 'CPUExecutionProvider',
    date: new Date().toISOString(),
    inputs,
  };
}
