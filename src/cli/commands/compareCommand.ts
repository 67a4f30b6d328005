import { compareVariants, hasFailed } from '../../worker/compareVariants';
import type { Command } from '../command';
import { compareReport } from '../compareReport';
import { RUN_OPTIONS, parseConditions } from '../conditions';
import { EXIT, exitCodeOf } from '../exitCode';
import { explainOpenDims } from '../explainOpenDims';
import { jobContext } from '../jobContext';
import { usageError } from '../options';
import { parseRigor } from '../rigor';
import { checkModelSizes, parseSizes } from '../sizes';
import { compareLines } from '../terminal/compareLines';

export const compareCommand: Command = {
  name: 'compare',
  summary: 'outputs, accuracy, interleaved latency, size, memory and layers of variants against a base',
  models: 'base and variants',
  options: [...RUN_OPTIONS, 'eval', 'rigor', 'quick'],
  run: async (options, context) => {
    const [base, ...variants] = options.models;
    if (base === undefined || variants.length === 0) throw usageError('Name a base and at least one variant to compare with it');
    for (const warning of await checkModelSizes(base, parseSizes(options))) context.complain(warning);
    const conditions = parseConditions(options);
    const rigor = parseRigor(options);
    const request = { base, variants, conditions, rigor, batch: conditions.batch ?? 1, evaluationData: options.text('eval') };
    const job = jobContext(context);
    const report = await explainOpenDims(base, parseSizes(options), () => compareVariants(request, job)).finally(job.finish);
    if (options.flag('json')) context.print(JSON.stringify(compareReport(report), undefined, 2));
    else for (const line of compareLines(report, context.style)) context.print(line);
    const failed = report.variants.filter(hasFailed);
    for (const { error } of failed) context.complain(error.message);
    return Math.max(EXIT.done, ...failed.map(({ error }) => exitCodeOf(error.reason)));
  },
};
