import { findDataBeside, type FoundData } from '../data/findDataBeside';
import type { RunConditions } from '../shared/report/jobRequest';

/** The data of a model: those that were asked for, else those beside it, unless none are wanted. Throws as `findDataBeside`. */
export async function findData(
  model: string,
  { data, withoutData }: Pick<RunConditions, 'data' | 'withoutData'>,
): Promise<FoundData | undefined> {
  if (withoutData === true) return undefined;
  return data === undefined ? await findDataBeside(model) : { path: data, source: data };
}
