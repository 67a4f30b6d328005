import type { NamedTensors } from '../shared/graph/denseTensor';
import type { SessionOptions } from '../shared/protocol/workerRunner';
import type { OpenedSession } from './measureLatency';
import { RunnerProcess, type RunnerLimits } from './runnerProcess';

/** A session with its inputs in a fresh process. Throws what starting the process and loading the model say; nothing is left then. */
export async function openSession(
  file: string,
  feeds: NamedTensors,
  options: SessionOptions,
  limits: RunnerLimits,
): Promise<OpenedSession> {
  const runner = await RunnerProcess.start(limits);
  try {
    const { session, loadMs } = await runner.createSession(file, options);
    return { runner, target: { session, feeds: await runner.storeFeeds(feeds) }, loadMs };
  } catch (error) {
    await runner.dispose();
    throw error;
  }
}
