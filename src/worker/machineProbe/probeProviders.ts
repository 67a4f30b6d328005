import fs from 'node:fs/promises';
import path from 'node:path';
import type { ProviderState } from '../../shared/report/machine';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { RunnerProcess, type RunnerLimits } from '../runnerProcess';
import { probeModel } from './probeModel';
import { STATIONS } from './probeStations';
import { shortReason } from './shortReason';

/** A driver that hangs is as good as none. */
const START_DEADLINE_MS = 15_000;

/** Starts every provider that this build offers, each in a process of its own since drivers crash, and says why one cannot. */
export async function probeProviders(offered: readonly string[], limits: RunnerLimits): Promise<readonly ProviderState[]> {
  const states: ProviderState[] = [];
  for (const name of offered) states.push(name === 'cpu' ? { name, usable: true, reason: undefined } : await probeProvider(name, limits));
  return states;
}

async function probeProvider(name: string, limits: RunnerLimits): Promise<ProviderState> {
  const runner = await RunnerProcess.start({ ...limits, phaseDeadlineMs: START_DEADLINE_MS });
  try {
    const file = path.join(runner.folder, 'probe.onnx');
    await fs.writeFile(file, probeModel(STATIONS.filter(({ id }) => id === 'matrix')));
    await runner.createSession(file, { threads: 1, graphOptimization: 'all', provider: name });
    return { name, usable: true, reason: undefined };
  } catch (error) {
    if (!(error instanceof LayerwiseError) || error.reason === 'cancelled') throw error;
    return { name, usable: false, reason: shortReason(error.message) };
  } finally {
    await runner.dispose();
  }
}
