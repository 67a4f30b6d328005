import fs from 'node:fs';
import path from 'node:path';
import { control } from '../../shared/base/control';
import { LayerwiseError } from '../../shared/report/layerwiseError';

/** Where a variant goes: as asked for, which must not exist, else `NAME.<what>.onnx` beside the model, numbered when that is taken. Throws `output-exists`, `file-missing`. */
export function variantPath(model: string, asked: string | undefined, tags: readonly string[]): string {
  if (asked !== undefined) {
    if (fs.existsSync(asked)) throw outputExists(asked);
    checkFolder(asked);
    return asked;
  }
  const stem = path.join(path.dirname(model), path.basename(model, path.extname(model)));
  const what = tags.join('-');
  let candidate = `${stem}.${what}.onnx`;
  for (let number = 2; fs.existsSync(candidate); number++) candidate = `${stem}.${what}-${number}.onnx`;
  return candidate;
}

/** Before any work is done; whether it may be written is known when it is. */
function checkFolder(file: string): void {
  const folder = path.dirname(file);
  if (fs.existsSync(folder) && fs.statSync(folder).isDirectory()) return;
  throw new LayerwiseError(
    'file-missing',
    `${file} cannot be written: ${folder} is not a folder. Make it, or choose another place${control(' with -o', '')}.`,
    { file },
  );
}

function outputExists(file: string): LayerwiseError {
  return new LayerwiseError(
    'output-exists',
    `${file} exists already and is not overwritten. Choose another name${control(' with -o', '')}, or move it away.`,
    { file },
  );
}
