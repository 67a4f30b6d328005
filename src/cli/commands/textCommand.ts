import { convertedName, convertText, textBytes, withModelSource, type WrittenText } from '../../onnx/text/convertText';
import { modelText, type ModelTextSummary } from '../../onnx/text/modelText';
import { throwIfCancelled } from '../../onnx/throwIfCancelled';
import { formatBytes } from '../../shared/base/formatNumber';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Problem } from '../../shared/report/problem';
import type { Command, CommandContext } from '../command';
import { EXIT } from '../exitCode';
import { forEachModel } from '../forEachModel';
import { printable } from '../terminal/printable';

const LONGEST_MESSAGE = 400;
/** JSON of a longer text could be longer than any string. */
const LONGEST_JSON_TEXT = 1 << 28;

export const textCommand: Command = {
  name: 'text',
  summary: 'the model in the official ONNX text syntax, or with -o OUT.onnx a model from such a text (.onnxtxt)',
  models: 'many',
  options: ['output', 'full', 'json', 'quiet'],
  run: (options, context) => {
    const full = options.flag('full');
    const output = options.text('output');
    return forEachModel(options, context, async file => {
      if (output !== undefined) {
        const target = convertedName(file, output, options.models.length > 1);
        report(file, await convertText(file, target, { full, raw: true }, context.signal), options.flag('json'), context);
      } else if (options.flag('json')) await printJson(file, full, context);
      else await printText(file, full, context);
      return EXIT.done;
    });
  },
};

/** A text on a terminal has marks for control characters; elsewhere it is what can be read back. */
async function printText(file: string, full: boolean, context: CommandContext): Promise<void> {
  const problems = await withModelSource(file, async (source, found) => {
    const pieces = textBytes(source, { full, raw: !context.terminal });
    for (let piece = pieces.next(); piece.done !== true; piece = pieces.next()) {
      throwIfCancelled(context.signal);
      await context.write(piece.value);
    }
    return found;
  });
  complainAbout(problems, context);
}

async function printJson(file: string, full: boolean, context: CommandContext): Promise<void> {
  const line = await withModelSource(file, (source, found) => {
    const pieces = modelText(source, { full, raw: true });
    let text = '';
    let piece = pieces.next();
    for (; piece.done !== true; piece = pieces.next()) {
      text += piece.value;
      if (text.length > LONGEST_JSON_TEXT)
        throw new LayerwiseError('too-large', `The text of ${file} is too long for JSON. Write it to a file with -o.`, { file });
    }
    const { nodeOfLine } = piece.value;
    return Promise.resolve({
      ...summaryJson(file, piece.value, found),
      text,
      nodeOfLine: nodeOfLine.map(node => node ?? null),
    });
  });
  context.print(JSON.stringify(line));
}

function report(file: string, written: WrittenText, json: boolean, context: CommandContext): void {
  const { output, bytes, abbreviated, problems } = written;
  if (json) {
    context.print(JSON.stringify({ ...summaryJson(file, written, []), output, bytes }));
    return;
  }
  const note = abbreviated === 0 ? '' : `  ${abbreviated} long constants abbreviated; --full writes them all`;
  context.print(`${output}  ${formatBytes(bytes)}${note}`);
  complainAbout(problems, context);
}

function summaryJson(file: string, { abbreviated, problems }: ModelTextSummary, found: readonly Problem[]): object {
  return { model: { file }, abbreviated, problems: [...found, ...problems] };
}

function complainAbout(problems: readonly Problem[], context: CommandContext): void {
  for (const { severity, message } of problems)
    if (severity !== 'info') context.complain(`${severity}: ${printable(message, LONGEST_MESSAGE)}`);
}
