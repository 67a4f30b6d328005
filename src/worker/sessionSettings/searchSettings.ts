import type { SessionOptions } from '../../shared/protocol/workerRunner';
import type { Speedup } from '../../shared/report/comparison';
import type { JobModel, RigorName, RunConditions } from '../../shared/report/jobRequest';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { SettingsResult } from '../../shared/report/sweep';
import { compareLatency } from '../compareLatency';
import { chooseThreads } from '../environment';
import type { JobContext } from '../jobContext';
import { assertUnchanged, openForJob } from '../openForJob';
import { rigorOf } from '../rigor';
import { runInputs, type RunInputs } from '../runInputs';
import { RunnerProcess, type RunnerLimits } from '../runnerProcess';
import { combinedOptions, SESSION_SETTINGS, type SessionSetting } from './settingTable';
import { settingSnippets } from './settingSnippets';

export interface SettingsRequest {
  /** Throws `stale-token` when the file is no longer this one. */
  readonly model: JobModel;
  readonly conditions: RunConditions;
  readonly rigor: RigorName;
}

/**
 * Every setting alone against the defaults, interleaved; then those that were faster together, in a second comparison of its own: among several trials one
 * looks faster by chance, so nothing is recommended that is not faster twice. Where they are not together, the fastest gets a second comparison alone.
 */
export async function searchSettings(
  { model, conditions, rigor }: SettingsRequest,
  context: JobContext,
  limits: RunnerLimits,
  onProgress: (done: number, detail: string) => void,
): Promise<SettingsResult> {
  const threads = chooseThreads(conditions.threads);
  const opened = await openForJob(model, conditions);
  try {
    const inputs = await runInputs(opened.graph, model.path, conditions, context.log.bind(context));
    const candidates = SESSION_SETTINGS.filter(({ applies }) => applies(threads));
    const compare = (settings: readonly SessionSetting[], index: number): Promise<Speedup | undefined> => {
      const detail = settings.map(({ title }) => title).join(', ');
      const report = (done: number): void => onProgress((index + Math.min(1, done)) / (candidates.length + 1), detail);
      return compareOptions({
        path: model.path,
        seed: conditions.seed,
        rigor,
        inputs,
        threads,
        limits,
        options: combinedOptions(settings),
        report,
      });
    };
    const tried: TriedSetting[] = [];
    for (const [index, setting] of candidates.entries()) {
      const speedup = await compare([setting], index);
      if (speedup !== undefined) tried.push({ setting, speedup });
    }
    const { chosen, confirmed } = await confirm(tried, settings => compare(settings, candidates.length));
    assertUnchanged(opened);
    return {
      trials: tried.map(({ setting: { id, title }, speedup }) => ({ id, title, speedup })),
      chosen: chosen.map(({ id }) => id),
      confirmed,
      conditions: { batch: inputs.batch, threads, dims: inputs.dims },
      snippets: settingSnippets(chosen, threads),
    };
  } finally {
    await opened.close();
  }
}

/** A setting with what it alone did. */
export interface TriedSetting {
  readonly setting: SessionSetting;
  readonly speedup: Speedup;
}

/** What a second comparison finds faster too: of what was faster all together, else the fastest; of each choice only the best takes part. */
export async function confirm(
  tried: readonly TriedSetting[],
  compare: (settings: readonly SessionSetting[]) => Promise<Speedup | undefined>,
): Promise<{ readonly chosen: readonly SessionSetting[]; readonly confirmed: Speedup | undefined }> {
  const fastestFirst = tried.filter(({ speedup }) => speedup.verdict === 'faster').sort((a, b) => b.speedup.median - a.speedup.median);
  const settings = fastestFirst.map(({ setting }) => setting);
  const compatible = settings.filter(
    ({ choice }, index) => choice === undefined || settings.findIndex(other => other.choice === choice) === index,
  );
  let confirmed: Speedup | undefined;
  for (const count of new Set([compatible.length, Math.min(1, compatible.length)])) {
    const chosen = compatible.slice(0, count);
    if (chosen.length > 0) confirmed = await compare(chosen);
    if (confirmed?.verdict === 'faster') return { chosen, confirmed };
  }
  return { chosen: [], confirmed };
}

interface OptionsTask {
  readonly path: string;
  readonly seed: number;
  readonly rigor: RigorName;
  readonly inputs: RunInputs;
  readonly threads: number;
  readonly limits: RunnerLimits;
  readonly options: Partial<SessionOptions>;
  readonly report: (done: number) => void;
}

/** `undefined` for options that the runtime refuses for this model: they are no candidate. */
async function compareOptions({ path, seed, rigor, inputs, threads, limits, options, report }: OptionsTask): Promise<Speedup | undefined> {
  try {
    const { speedup } = await compareLatency({
      startRunner: () => RunnerProcess.start(limits),
      ...{ base: path, variant: path, variantOptions: options, feeds: inputs.feeds },
      ...{ threads, batch: inputs.batch, seed, rigor: rigorOf(rigor).comparison, onProgress: report },
    });
    return speedup;
  } catch (error) {
    if (error instanceof LayerwiseError && (error.reason === 'runtime-error' || error.reason === 'runtime-crash')) return undefined;
    throw error;
  }
}
