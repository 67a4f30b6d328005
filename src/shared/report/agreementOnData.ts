import type { OutputComparison } from './comparison';

/** Agreement with the baseline where it was found out on data: random inputs say nothing about it. */
export function agreementOnData(outputs: OutputComparison | undefined): OutputComparison['top1Agreement'] {
  return outputs === undefined || outputs.inputs === 'synthetic' ? undefined : outputs.top1Agreement;
}
