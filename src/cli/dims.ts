import { usageError, type ParsedOptions } from './options';

/** `--dim NAME=VALUE` of the command line, by name. The name may itself contain `=`. */
export function parseDims(options: ParsedOptions): ReadonlyMap<string, number> {
  const dims = new Map<string, number>();
  for (const text of options.texts('dim')) {
    const [name, value] = splitAssignment('dim', text);
    dims.set(name, parseSize('dim', text, value));
  }
  return dims;
}

/** `--input NAME=1,3,224,224` (or `1x3x224x224`) by input name. */
export function parseInputShapes(options: ParsedOptions): ReadonlyMap<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const text of options.texts('input')) {
    const [name, value] = splitAssignment('input', text);
    const sizes = value.replace(/^\[|\]$/g, '');
    shapes.set(name, sizes === '' ? [] : sizes.split(/[,x×]/).map(size => parseSize('input', text, size)));
  }
  return shapes;
}

function splitAssignment(option: string, text: string): readonly [string, string] {
  const at = text.lastIndexOf('=');
  if (at <= 0) throw usageError(`--${option} takes NAME=VALUE, not “${text}”`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function parseSize(option: string, text: string, size: string): number {
  const value = Number(size);
  if (size.trim() === '' || !Number.isSafeInteger(value) || value < 0) throw usageError(`--${option} ${text}: “${size}” is not a size`);
  return value;
}
