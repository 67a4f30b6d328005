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

/** Providers that were seen to start in this process: a job may ask for one with every model that it runs. */
const started = new Set<string>();

/** Starts every provider that this build offers, each in a process of its own since drivers crash, and says why one cannot. */
export async function probeProviders(offered: readonly string[], limits: RunnerLimits): Promise<readonly ProviderState[]> {
  const states: ProviderState[] = [];
  for (const name of offered) states.push(name === 'cpu' ? { name, usable: true, reason: undefined } : await probeProvider(name, limits));
  return states;
}

/** Throws `usage` for a provider that this build does not offer, and `runtime-missing`, saying why, for one that cannot start on this machine. */
export async function requireProvider({ provider = 'cpu', ...limits }: RunnerLimits): Promise<void> {
  if (provider === 'cpu' || started.has(provider)) return;
  const offered = await offeredProviders(limits);
  if (!offered.includes(provider)) {
    const message = `This build of onnxruntime has no execution provider “${provider}”. It offers: ${offered.join(', ')}.`;
    throw new LayerwiseError('usage', message);
  }
  const { usable, reason = '' } = await probeProvider(provider, limits);
  if (usable) {
    started.add(provider);
    return;
  }
  const sentence = `The execution provider “${provider}” cannot start on this machine: ${reason.replace(/\.$/, '')}.`;
  throw new LayerwiseError('runtime-missing', `${sentence} The provider “cpu” runs everywhere.`, { phase: 'create' });
}

async function offeredProviders(limits: RunnerLimits): Promise<readonly string[]> {
  const runner = await RunnerProcess.start(limits);
  try {
    return runner.providers;
  } finally {
    await runner.dispose();
  }
}

/** The name that the runtime gives to kernels of a provider (`CUDAExecutionProvider` for `cuda`), as far as the kernels tell. */
export function providerOfKernels(provider = 'cpu', kernels: readonly { readonly provider: string }[]): string {
  if (provider === 'cpu') return 'CPUExecutionProvider';
  return kernels.find(kernel => kernel.provider.toLowerCase().startsWith(provider))?.provider ?? provider;
}

async function probeProvider(name: string, limits: RunnerLimits): Promise<ProviderState> {
  const runner = await RunnerProcess.start({ ...limits, phaseDeadlineMs: START_DEADLINE_MS });
  try {
    const file = path.join(runner.folder, 'probe.onnx');
    await fs.writeFile(file, probeModel(STATIONS.filter(({ id }) => id === 'matrix')));
    await runner.createSession(file, { threads: 1, graphOptimization: 'all', provider: name });
    return { name, usable: true, reason: undefined };
  } catch (error) {
    // The end of the job says nothing about the provider.
    const isOver = limits.signal.aborted || limits.deadline?.leftMs === 0;
    if (!(error instanceof LayerwiseError) || isOver) throw error;
    return { name, usable: false, reason: shortReason(error.message) };
  } finally {
    await runner.dispose();
  }
}
