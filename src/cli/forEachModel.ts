import { throwIfCancelled } from '../onnx/throwIfCancelled';
import { toErrorInfo } from '../shared/report/layerwiseError';
import { exitCodeOf } from './exitCode';
import { usageError, type ParsedOptions } from './options';
import type { CommandContext } from './command';

/**
 * Runs `work` for every model of the command line. A model that fails does not keep the others from being done: its error goes to standard error,
 * with `--json` also to standard output as an object `{ model, error }`. Returns the worst exit code.
 */
export async function forEachModel(
  options: ParsedOptions,
  context: CommandContext,
  work: (file: string) => Promise<number>,
): Promise<number> {
  if (options.models.length === 0) throw usageError('Name a model');
  let worst = 0;
  for (const file of options.models) {
    throwIfCancelled(context.signal);
    worst = Math.max(worst, await runOne(file, options, context, work));
  }
  return worst;
}

async function runOne(
  file: string,
  options: ParsedOptions,
  context: CommandContext,
  work: (file: string) => Promise<number>,
): Promise<number> {
  try {
    return await work(file);
  } catch (error) {
    const { reason, message } = toErrorInfo(error);
    if (context.signal.aborted || reason === 'cancelled') throw error;
    if (options.flag('json')) context.print(JSON.stringify({ model: { file }, error: { reason, message } }));
    if (options.models.length === 1) throw error;
    context.complain(message);
    return exitCodeOf(reason);
  }
}

/** The one model of the command line. Throws `usage`. */
export function onlyModel(options: ParsedOptions): string {
  const [file, ...others] = options.models;
  if (file === undefined) throw usageError('Name a model');
  if (others.length > 0) throw usageError(`Name one model, not ${String(options.models.length)}`);
  return file;
}

/** One line when several models share the output, indented otherwise. */
export function toJson(value: unknown, options: ParsedOptions): string {
  return JSON.stringify(value, undefined, options.models.length > 1 ? undefined : 2);
}
