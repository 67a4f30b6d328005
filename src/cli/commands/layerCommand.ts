import type { LayerRequest, WidthChoice } from '../../shared/report/jobRequest';
import { timeLayer } from '../../worker/isolated/timeLayer';
import { withAnalyzedModel } from '../analyzeModel';
import type { Command } from '../command';
import { RUN_OPTIONS, parseConditions } from '../conditions';
import { explainOpenDims } from '../explainOpenDims';
import { EXIT } from '../exitCode';
import { onlyModel } from '../forEachModel';
import { jobContext } from '../jobContext';
import { layerJson } from '../layerJson';
import { nodeOption } from '../nodeOption';
import { numberList, type OptionName, type ParsedOptions } from '../options';
import { parseRigor } from '../rigor';
import { parseSizes } from '../sizes';
import { layerTimingLines } from '../terminal/layerTimingLines';

export const layerCommand: Command = {
  name: 'layer',
  summary: 'one layer cut out and timed alone: as it is, in INT8, and with other numbers of channels',
  models: 'one',
  options: [...RUN_OPTIONS, 'node', 'int8', 'widths', 'input-widths', 'rigor', 'quick'],
  run: async (options, context) => {
    const path = onlyModel(options);
    const node = await withAnalyzedModel(path, parseSizes(options), context, analyzed => nodeOption(path, analyzed, options.text('node')));
    const request = parseRequest(path, node, options);
    const job = jobContext(context);
    const timing = await explainOpenDims(path, parseSizes(options), () => timeLayer(request, job)).finally(job.finish);
    if (options.flag('json')) context.print(JSON.stringify(layerJson(path, timing), undefined, 2));
    else for (const line of layerTimingLines(path, timing, context.style)) context.print(line);
    return EXIT.done;
  },
};

function parseRequest(path: string, node: number, options: ParsedOptions): LayerRequest {
  const [outputWidths, inputWidths] = [widths(options, 'widths'), widths(options, 'input-widths')];
  return {
    kind: 'layer',
    path,
    node,
    int8: options.flag('int8'),
    ...(outputWidths && { outputWidths }),
    ...(inputWidths && { inputWidths }),
    conditions: parseConditions(options),
    rigor: parseRigor(options),
  };
}

function widths(options: ParsedOptions, name: OptionName): WidthChoice | undefined {
  const text = options.text(name);
  return text === 'around' ? text : numberList(name, text);
}
