import path from 'node:path';
import { openModel, type OnnxModel } from '../onnx/openModel';
import type { JobModel, RunConditions } from '../shared/report/jobRequest';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { sameToken } from '../shared/report/modelToken';
import { interruptibly } from './interruptibly';
import type { JobContext } from './jobContext';

/** Opens the model of a job. Throws what `openModel` throws, and `stale-token` when the file is no longer the one that the request means. */
export async function openForJob(
  { path: file, token }: JobModel,
  { trusted = false }: Pick<RunConditions, 'trusted'>,
  context: Pick<JobContext, 'interruptibly'> = {},
): Promise<OnnxModel> {
  const model = await interruptibly(context, () => openModel(file, { trusted }));
  if (token === undefined || sameToken(token, model.token)) return model;
  await model.close();
  const what = token.dataState === model.token.dataState ? 'changed on disk' : 'or one of its data files changed on disk';
  throw new LayerwiseError('stale-token', `${path.basename(file)} ${what} since it was opened. Open it again to go on.`, { file });
}

/** Throws `changed-on-disk` when the file or its data files were changed or replaced while the job ran: its result would be about two models. */
export function assertUnchanged({ source, external }: OnnxModel): void {
  source.assertUnchanged?.();
  external.assertUnchanged();
}
