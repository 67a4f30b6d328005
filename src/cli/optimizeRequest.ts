import type { OptimizeRequest } from '../shared/report/jobRequest';
import { describePasses } from '../worker/optimize/describePasses';
import { parseConditions, RUN_OPTIONS } from './conditions';
import { onlyModel } from './forEachModel';
import type { OptionName, ParsedOptions } from './options';
import { parsePassCalls } from './passCalls';
import { parseRigor } from './rigor';

/** Options that say what `optimize` is to do. */
export const REQUEST_OPTIONS = [
  ...RUN_OPTIONS,
  'pass',
  'recipe',
  'output',
  'eval',
  'no-measure',
  'rigor',
  'max-drop',
  'exclude',
  'only',
] as const satisfies readonly OptionName[];

/** What the command line asks for. Throws `usage` or `data-invalid`. */
export async function parseOptimizeRequest(options: ParsedOptions): Promise<OptimizeRequest> {
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
