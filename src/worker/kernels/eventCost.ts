import fs from 'node:fs/promises';
import path from 'node:path';
import { onnx } from '../../onnx/generated/onnx';
import type { RunnerProcess } from '../runnerProcess';
import { median } from '../../shared/base/quantile';

/** What recording one event costs, in microseconds. */
export interface EventCost {
  /** Inside the event's own duration (the runtime writes down shapes there). */
  readonly insideUs: number;
  /** Inside and outside together. */
  readonly totalUs: number;
  /** Duration that the smallest kernels are recorded with. */
  readonly floorUs: number;
}

const NODES = 64;
const RUNS = 12;
const FLOAT = 1;
const IR_VERSION = 8;
const OPSET = 13;

/**
 * Measures the cost of profiling on this machine with a chain of the smallest kernels there are, profiled and not: the runtime's own bookkeeping would
 * otherwise be taken for work of the model's smallest layers (about 15 µs per event).
 */
export async function measureEventCost(runner: RunnerProcess, threads: number): Promise<EventCost> {
  const file = path.join(runner.folder, 'chain.onnx');
  await fs.writeFile(file, chainModel());
  const feeds = await runner.storeFeeds(new Map([['x0', { dtype: 'float32', dims: [1], data: new Float32Array(1) }]]));
  const options = { threads, graphOptimization: 'all' } as const;
  const plain = await runner.createSession(file, options);
  const plainRuns = await runner.timeRuns({ session: plain.session, feeds }, { maxRuns: 4 * RUNS, maxMs: 1000 });
  await runner.releaseSession(plain.session);
  const profiled = await runner.createSession(file, { ...options, profile: true });
  await runner.timeRuns({ session: profiled.session, feeds }, { maxRuns: 2 * RUNS, maxMs: 1000 });
  const trace = await runner.endProfiling(profiled.session, RUNS);
  await runner.releaseSession(profiled.session);
  const nodeUs = (1000 * median(plainRuns.wallMs.slice(RUNS))) / NODES;
  const profiledNodeUs = median(trace.runDurationUs) / NODES;
  const floorUs = median(trace.durationUs);
  return { floorUs, insideUs: Math.max(0, floorUs - nodeUs), totalUs: Math.max(0, profiledNodeUs - nodeUs) };
}

/** `Abs` after `Abs`, of one number: nothing fuses or removes them. */
function chainModel(): Uint8Array {
  const one = { tensorType: { elemType: FLOAT, shape: { dim: [{ dimValue: 1 }] } } };
  const node = Array.from({ length: NODES }, (_, index) => ({ opType: 'Abs', input: [`x${index}`], output: [`x${index + 1}`] }));
  const graph = { name: 'chain', node, input: [{ name: 'x0', type: one }], output: [{ name: `x${NODES}`, type: one }] };
  return onnx.ModelProto.encode({ irVersion: IR_VERSION, opsetImport: [{ version: OPSET }], graph }).finish();
}
