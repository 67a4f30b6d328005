import { isConcrete } from '../../shared/graph/shape';
import type { RunConditions } from '../../shared/report/jobRequest';
import type { ModelView } from '../../shared/report/modelView';
import { settings } from '../settings';
import type { ModelDocument } from './modelDocument';

const SEED = 0;

/** Conditions of a job on a document: its dims, the user's settings, the data chosen for it. */
export function runConditions({ state: { model }, data }: ModelDocument): RunConditions {
  const deadlineMs = settings.deadlineMs();
  return {
    dims: Object.fromEntries((model?.analysis.dims ?? []).flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))),
    inputShapes: shapesOf(model),
    threads: settings.threads(),
    provider: settings.provider(),
    seed: SEED,
    memoryLimitBytes: settings.memoryLimitBytes(),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...data.conditions,
  };
}

/** Whole shapes of the inputs, since dims without a name in the file have one in the editor only. */
function shapesOf(model: ModelView | undefined): Readonly<Record<string, readonly number[]>> {
  if (model === undefined || model.analysis.dims.length === 0) return {};
  const inputs = model.analysis.inputs.flatMap(({ name, shape }) => (isConcrete(shape) ? [[name, shape] as const] : []));
  return Object.fromEntries(inputs);
}
