import { sweepModel } from '../../worker/sweep/sweepModel';
import type { Command } from '../command';
import { explainOpenDims } from '../explainOpenDims';
import { EXIT } from '../exitCode';
import { onlyModel } from '../forEachModel';
import { jobContext } from '../jobContext';
import { checkModelSizes } from '../sizes';
import { parseSweep, SWEEP_OPTIONS } from '../sweepOptions';
import { sweepJson } from '../sweepJson';
import { pointLine, sweepLines } from '../terminal/sweepLines';

export const sweepCommand: Command = {
  name: 'sweep',
  summary: 'latency and throughput over batch, threads and dimensions; --settings also looks for faster session settings',
  models: 'one',
  options: SWEEP_OPTIONS,
  run: async (options, context) => {
    const path = onlyModel(options);
    const request = parseSweep(path, options);
    const { dims, inputShapes = {} } = request.conditions;
    const sizes = { dims: new Map(Object.entries(dims)), inputShapes: new Map(Object.entries(inputShapes)) };
    for (const warning of await checkModelSizes(path, sizes)) context.complain(warning);
    const job = jobContext(context);
    const live = context.progress && !options.flag('json');
    const onPoint = (...point: Parameters<typeof pointLine>): void => {
      job.finish();
      context.complain(pointLine(...point));
    };
    const result = await explainOpenDims(path, sizes, () => sweepModel(request, job, live ? { onPoint } : {})).finally(job.finish);
    if (options.flag('json')) context.print(JSON.stringify(sweepJson(path, result), undefined, 2));
    else for (const line of sweepLines(path, result, context.style)) context.print(line);
    return EXIT.done;
  },
};
