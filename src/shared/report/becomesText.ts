import type { LayerPlan } from './passDescription';

/** Of what stands for a node more than these are counted. */
const MOST_OPERATORS = 3;

/** What a layer of a plan becomes, short: `int8`, `Conv`, `Mul, Add, Tanh +2`; a dash where nothing stands for it afterwards. */
export function becomesText({ operatorAfter, precisionAfter }: Pick<LayerPlan, 'operatorAfter' | 'precisionAfter'>): string {
  if (operatorAfter === undefined) return precisionAfter;
  const operators = operatorAfter.split(', ');
  const more = operators.length - MOST_OPERATORS;
  const shown = operators.slice(0, MOST_OPERATORS).join(', ');
  return more > 0 ? `${shown} +${String(more)}` : shown || '–';
}
