import type { OptimizeRequest } from '../../shared/report/jobRequest';
import { describePasses } from '../../worker/optimize/describePasses';
import { dryRun } from '../../worker/optimize/dryRun';
import { optimizeModel, tryPasses } from '../../worker/optimize/optimize';
import type { Command, CommandContext } from '../command';
import { explainOpenDims } from '../explainOpenDims';
import { EXIT } from '../exitCode';
import { jobContext } from '../jobContext';
import { keepVariant } from '../keptVariants';
import { parseOptimizeRequest, REQUEST_OPTIONS } from '../optimizeRequest';
import { optimizeReport } from '../optimizeReport';
import type { ParsedOptions } from '../options';
import { checkModelSizes, parseSizes } from '../sizes';
import { dryRunLines } from '../terminal/dryRunLines';
import { optimizeLines } from '../terminal/optimizeLines';
import { passLines } from '../terminal/passLines';

export const optimizeCommand: Command = {
  name: 'optimize',
  summary: 'applies passes, writes a new file, verifies and measures it',
  models: 'none or one',
  options: [...REQUEST_OPTIONS, 'dry-run', 'passes'],
  run: async (options, context) => {
    if (options.flag('passes')) return listPasses(options, context);
    const request = await parseOptimizeRequest(options);
    for (const warning of await checkModelSizes(request.path, parseSizes(options))) context.complain(warning);
    return options.flag('dry-run') ? await runDryRun(request, options, context) : await runOptimize(request, options, context);
  },
};

function listPasses(options: ParsedOptions, context: CommandContext): number {
  const passes = describePasses();
  if (options.flag('json')) context.print(JSON.stringify(passes, undefined, 2));
  else for (const line of passLines(passes, context.style)) context.print(line);
  return EXIT.done;
}

/** Tried on the data where some were named, else planned without the runtime. */
async function runDryRun(request: OptimizeRequest, options: ParsedOptions, context: CommandContext): Promise<number> {
  const { path, passes, conditions } = request;
  const job = jobContext(context);
  const isTried = conditions.data !== undefined || request.evaluationData !== undefined;
  const planning = isTried
    ? explainOpenDims(path, parseSizes(options), () => tryPasses({ ...request, kind: 'trial' }, job))
    : dryRun({ kind: 'dryRun', path, passes, dims: conditions.dims }, job);
  const plan = await planning.finally(job.finish);
  if (options.flag('json'))
    context.print(JSON.stringify({ schema: 'layerwise.dry-run/1', ...plan, nodesAfter: plan.nodesAfter ?? null }, undefined, 2));
  else for (const line of dryRunLines(plan, context.style)) context.print(line);
  return EXIT.done;
}

async function runOptimize(request: OptimizeRequest, options: ParsedOptions, context: CommandContext): Promise<number> {
  const job = jobContext(context);
  const result = await explainOpenDims(request.path, parseSizes(options), () => optimizeModel(request, job)).finally(job.finish);
  await keepVariant(request.path, result);
  if (options.flag('json')) context.print(JSON.stringify(optimizeReport(result), undefined, 2));
  else for (const line of optimizeLines(result, context.style)) context.print(line);
  return EXIT.done;
}
