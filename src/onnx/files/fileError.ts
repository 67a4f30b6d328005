import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Reason } from '../../shared/report/reason';

const SENTENCES = new Map<string, readonly [Reason, (name: string) => string]>([
  ['ENOENT', ['file-missing', name => `${name} does not exist. Check the path.`]],
  ['ENOTDIR', ['file-missing', name => `${name} does not exist: a part of its path is not a folder. Check the path.`]],
  ['ELOOP', ['file-missing', name => `${name} is a link that leads back to itself. Replace it by the file.`]],
  [
    'EACCES',
    ['permission', name => `${name} may not be read or written: permission is missing. Change its permissions or choose another place.`],
  ],
  [
    'EPERM',
    ['permission', name => `${name} may not be read or written: permission is missing. Change its permissions or choose another place.`],
  ],
  ['EROFS', ['permission', name => `${name} lies on a file system that is read-only. Choose another place.`]],
  ['ENOSPC', ['disk-full', name => `There is no space left for ${name}. Free some, or choose another place.`]],
  ['EDQUOT', ['disk-full', name => `The quota has no room for ${name}. Free some, or choose another place.`]],
  ['EEXIST', ['output-exists', name => `${name} exists already. Choose another name or remove it.`]],
  ['EISDIR', ['not-a-file', name => `${name} is a folder, not a file. Name a model file.`]],
  ['ENAMETOOLONG', ['file-missing', name => `${name} is longer than a path may be. Check the path.`]],
]);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** An error of the file system as an expected failure about the file `name`. */
export function fileError(error: unknown, name: string): LayerwiseError {
  if (error instanceof LayerwiseError) return error;
  const known = SENTENCES.get(codeOf(error));
  if (known !== undefined) return new LayerwiseError(known[0], known[1](name), { file: name });
  const text = error instanceof Error ? error.message : String(error);
  return new LayerwiseError('io', `${name}: ${text}. Check the disk and try again.`, { file: name });
}
