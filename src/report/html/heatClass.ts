import { RAMPS, rampColor, rampInk, type ThemeKind } from '../../shared/base/ramps';

/** Colours of a page that follow the reader's scheme are classes: this many steps, closer than an eye tells apart. */
const STEPS = 24;

/** Class that fills with the heat at `value` of `most`. */
export function heatClass(value: number, most: number): string {
  return Number.isNaN(value) ? 'hx' : `h${String(stepOf(value, most))}`;
}

/** Class for text upon that heat. */
export function inkClass(value: number, most: number): string {
  return Number.isNaN(value) ? 'tx' : `t${String(stepOf(value, most))}`;
}

function stepOf(value: number, most: number): number {
  return most > 0 ? Math.round(Math.max(0, Math.min(1, value / most)) * STEPS) : 0;
}

/** Custom properties of the ramp in one scheme. */
export function heatTokens(kind: ThemeKind): string {
  const { heat, cellLine } = RAMPS[kind];
  const steps = Array.from({ length: STEPS + 1 }, (_, step) => step);
  const colors = steps.map(step => `--h${String(step)}:${rampColor(heat, step / STEPS)};--t${String(step)}:${rampInk(heat, step / STEPS)}`);
  return `${colors.join(';')};--cell:${cellLine}`;
}

/** What the classes mean. */
export function heatRules(): string {
  const steps = Array.from({ length: STEPS + 1 }, (_, step) => String(step));
  return steps.map(step => `.h${step}{fill:var(--h${step})}.t${step}{fill:var(--t${step})}`).join('');
}
