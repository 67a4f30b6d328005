import type { RunConditions } from '../../shared/report/jobRequest';
import { settings } from '../settings';
import type { ModelDocument } from './modelDocument';

const SEED = 0;

/** Conditions of a job on a document: its dims, the user's settings, the data chosen for it. */
export function runConditions(document: ModelDocument, data: string | undefined): RunConditions {
  const dims = document.state.model?.analysis.dims ?? [];
  const deadlineMs = settings.deadlineMs();
  return {
    dims: Object.fromEntries(dims.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))),
    threads: settings.threads(),
    seed: SEED,
    memoryLimitBytes: settings.memoryLimitBytes(),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(data === undefined ? {} : { data }),
  };
}
