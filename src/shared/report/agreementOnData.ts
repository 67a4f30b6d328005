import type { OutputComparison } from './comparison';

/** Share of samples that keep their result, with a 95 % interval, 0..1. */
export interface Agreement {
  /** What is the same: the largest class score, or all outputs within 10 %, where nothing looks like class scores. */
  readonly of: 'class' | 'outputs';
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Agreement with the baseline where it was found out on data: random inputs say nothing about it. */
export function agreementOnData(outputs: OutputComparison | undefined): Agreement | undefined {
  if (outputs === undefined || outputs.inputs === 'synthetic') return undefined;
  const { top1Agreement, closeAgreement } = outputs;
  if (top1Agreement !== undefined) return { of: 'class', ...top1Agreement };
  return closeAgreement && { of: 'outputs', ...closeAgreement };
}
