import type { OptimizeRequest } from '../../shared/report/jobRequest';
import { describePasses } from '../../worker/optimize/describePasses';
import { dryRun } from '../../worker/optimize/dryRun';
import { optimizeModel, tryPasses } from '../../worker/optimize/optimize';
import type { Command, CommandContext } from '../command';
import { RUN_OPTIONS, parseConditions } from '../conditions';
import { explainOpenDims } from '../explainOpenDims';
import { EXIT } from '../exitCode';
import { onlyModel } from '../forEachModel';
import { jobContext } from '../jobContext';
import { optimizeReport } from '../optimizeReport';
import { parseRigor } from '../rigor';
import type { ParsedOptions } from '../options';
import { checkModelSizes, parseSizes } from '../sizes';
import { parsePassCalls } from '../passCalls';
import { dryRunLines } from '../terminal/dryRunLines';
import { optimizeLines } from '../terminal/optimizeLines';
import { passLines } from '../terminal/passLines';

export const optimizeCommand: Command = {
  name: 'optimize',
  summary: 'applies passes, writes a new file, verifies and measures it',
  models: 'none or one',
  options: [...RUN_OPTIONS, 'pass', 'recipe', 'output', 'eval', 'dry-run', 'no-measure', 'rigor', 'max-drop', 'exclude', 'passes'],
  run: async (options, context) => {
    if (options.flag('passes')) return listPasses(options, context);
    const request = await parseRequest(options);
    for (const warning of await checkModelSizes(request.path, parseSizes(options))) context.complain(warning);
    return options.flag('dry-run') ? await runDryRun(request, options, context) : await runOptimize(request, options, context);
  },
};

async function parseRequest(options: ParsedOptions): Promise<OptimizeRequest> {
  return {
    kind: 'optimize',
    path: onlyModel(options),
    output: options.text('output'),
    passes: await parsePassCalls(options, describePasses()),
    conditions: parseConditions(options),
    evaluationData: options.text('eval'),
    measure: !options.flag('no-measure'),
    rigor: parseRigor(options),
    batch: options.integer('batch', 1) ?? 1,
  };
}

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
  if (options.flag('json')) context.print(JSON.stringify(optimizeReport(result), undefined, 2));
  else for (const line of optimizeLines(result, context.style)) context.print(line);
  return EXIT.done;
}
