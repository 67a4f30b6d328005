import { openModel } from '../../onnx/openModel';
import type { SessionOptions } from '../../shared/protocol/workerRunner';
import type { Speedup } from '../../shared/report/comparison';
import type { RigorName, RunConditions } from '../../shared/report/jobRequest';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { SettingsResult, SettingTrial } from '../../shared/report/sweep';
import { compareLatency } from '../compareLatency';
import { chooseThreads } from '../environment';
import type { JobContext } from '../jobContext';
import { rigorOf } from '../rigor';
import { runInputs, type RunInputs } from '../runInputs';
import { RunnerProcess, type RunnerLimits } from '../runnerProcess';
import { combinedOptions, SESSION_SETTINGS, type SessionSetting } from './settingTable';
import { settingSnippets } from './settingSnippets';

export interface SettingsRequest {
  readonly path: string;
  readonly conditions: RunConditions;
  readonly rigor: RigorName;
}

/**
 * Every setting alone against the defaults, interleaved; then those that were faster together, in a second comparison of its own: among several trials one
 * looks faster by chance, so nothing is recommended that is not faster twice.
 */
export async function searchSettings(
  { path, conditions, rigor }: SettingsRequest,
  context: JobContext,
  limits: RunnerLimits,
  onProgress: (done: number, detail: string) => void,
): Promise<SettingsResult> {
  const threads = chooseThreads(conditions.threads);
  const model = await openModel(path);
  const inputs = await runInputs(model.graph, path, conditions, context.log.bind(context)).finally(() => model.close());
  const candidates = SESSION_SETTINGS.filter(({ applies }) => applies(threads));
  const compare = (settings: readonly SessionSetting[], index: number): Promise<Speedup> => {
    const detail = settings.map(({ title }) => title).join(', ');
    const report = (done: number): void => onProgress((index + Math.min(1, done)) / (candidates.length + 1), detail);
    return compareOptions({ path, conditions, rigor, inputs, threads, limits, options: combinedOptions(settings), report });
  };
  const trials: SettingTrial[] = [];
  const faster: SessionSetting[] = [];
  for (const [index, setting] of candidates.entries()) {
    const speedup = await attempt(() => compare([setting], index));
    if (speedup === undefined) continue;
    trials.push({ id: setting.id, title: setting.title, speedup });
    if (speedup.verdict === 'faster') faster.push(setting);
  }
  const confirmed = faster.length === 0 ? undefined : await attempt(() => compare(faster, candidates.length));
  const chosen = confirmed?.verdict === 'faster' ? faster : [];
  return { trials, chosen: chosen.map(({ id }) => id), confirmed, snippets: settingSnippets(chosen, threads) };
}

/** A setting that the runtime refuses for this model is no candidate. */
async function attempt(work: () => Promise<Speedup>): Promise<Speedup | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LayerwiseError && (error.reason === 'runtime-error' || error.reason === 'runtime-crash')) return undefined;
    throw error;
  }
}

interface OptionsTask extends SettingsRequest {
  readonly inputs: RunInputs;
  readonly threads: number;
  readonly limits: RunnerLimits;
  readonly options: Partial<SessionOptions>;
  readonly report: (done: number) => void;
}

async function compareOptions({ path, conditions, rigor, inputs, threads, limits, options, report }: OptionsTask): Promise<Speedup> {
  const { speedup } = await compareLatency({
    startRunner: () => RunnerProcess.start(limits),
    ...{ base: path, variant: path, variantOptions: options, feeds: inputs.feeds },
    ...{ threads, batch: conditions.batch ?? 1, seed: conditions.seed, rigor: rigorOf(rigor).comparison, onProgress: report },
  });
  return speedup;
}
