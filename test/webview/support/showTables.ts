import { PAGE_CASES } from '../fixtures/pageCases';
import { settled } from './showCase';

/** Pages with small charts. */
export const CHART_CASES = PAGE_CASES.filter(({ name }) => ['layers', 'facts', 'plan', 'result'].includes(name));

/** Turns the small charts of a page into tables, and tells how many. */
export async function showTables(): Promise<number> {
  document.querySelectorAll<HTMLElement>('.chart-switch button').forEach(button => button.click());
  await settled();
  return document.querySelectorAll('.small-chart-table').length;
}
