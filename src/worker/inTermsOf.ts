import path from 'node:path';
import { LayerwiseError } from '../shared/report/layerwiseError';

/** What goes wrong with one of our copies is told about the model that the user knows, with what else there is to say. */
export function inTermsOf(copy: string, model: string, note = ''): (error: unknown) => never {
  return error => {
    if (!(error instanceof LayerwiseError)) throw error;
    const message = error.message.replaceAll(path.basename(copy), path.basename(model));
    throw new LayerwiseError(error.reason, note === '' ? message : `${message} ${note}`, { ...error.place, file: model }, error.logTail);
  };
}
