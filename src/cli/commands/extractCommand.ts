import { valueJson } from '../../analysis/valueJson';
import { formatBytes, formatCount } from '../../shared/base/formatNumber';
import { extractModel, type ExtractedModel } from '../../worker/extract/extractModel';
import type { Command } from '../command';
import { EXIT } from '../exitCode';
import { onlyModel } from '../forEachModel';
import { jobContext } from '../jobContext';
import { usageError } from '../options';
import { printable } from '../terminal/printable';
import type { TerminalStyle } from '../terminal/style';
import { valueLines } from '../terminal/valueLines';

export const extractCommand: Command = {
  name: 'extract',
  summary: 'the part of a model between tensors (--from, --to), with its weights, as a new file',
  models: 'one',
  options: ['from', 'to', 'output', 'json', 'quiet'],
  run: async (options, context) => {
    const path = onlyModel(options);
    const [from, to] = [options.texts('from'), options.texts('to')];
    if (from.length + to.length === 0) throw usageError('extract needs --from, --to or both: names of tensors');
    const job = jobContext(context);
    const extracted = await extractModel({ path, from, to, output: options.text('output') }, job).finally(job.finish);
    if (options.flag('json')) context.print(JSON.stringify(extractJson(path, extracted), undefined, 2));
    else for (const line of extractLines(extracted, context.style)) context.print(line);
    return EXIT.done;
  },
};

function extractJson(file: string, { inputs, outputs, ...rest }: ExtractedModel): object {
  return { schema: 'layerwise.extract/1', model: { file }, ...rest, inputs: inputs.map(valueJson), outputs: outputs.map(valueJson) };
}

const LONGEST_PATH = 200;

function extractLines({ output, bytes, nodes, nodesBefore, inputs, outputs }: ExtractedModel, style: TerminalStyle): readonly string[] {
  const size = `${formatBytes(bytes)}, ${formatCount(nodes)} of ${formatCount(nodesBefore)} nodes`;
  return [`${style.strong(printable(output, LONGEST_PATH))}  ${size}`, ...valueLines('input', inputs), ...valueLines('output', outputs)];
}
