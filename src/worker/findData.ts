import { findDataBeside, type FoundData } from '../data/findDataBeside';

/** The data of a model when the command line names none; for those who may not read data themselves. Throws as `findDataBeside`. */
export function findData(model: string): Promise<FoundData | undefined> {
  return findDataBeside(model);
}
