import { describe, expect, test } from 'vitest';
import { rampColor, rampInk, RAMPS } from '../../../src/shared/base/ramps';

function channels(color: string): readonly number[] {
  return (color.match(/\d+/g) ?? []).map(Number);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map(value => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

describe.each(Object.entries(RAMPS))('%s', (kind, { heat }) => {
  const points = Array.from({ length: 101 }, (_, index) => index / 100);

  test('ink can be read at every point', () => {
    const worst = Math.min(...points.map(t => contrast(rampColor(heat, t), rampInk(heat, t))));
    expect(worst).toBeGreaterThanOrEqual(4.5);
  });

  test('lightness goes one way', () => {
    const steps = points.slice(1).map((t, index) => luminance(rampColor(heat, t)) - luminance(rampColor(heat, points[index] ?? 0)));
    const direction = kind === 'dark' || kind === 'highContrast' ? 1 : -1;
    expect(Math.min(...steps.map(step => step * direction))).toBeGreaterThanOrEqual(-0.002);
  });
});

test('ends and values beyond them', () => {
  expect(rampColor(RAMPS.dark.heat, 0)).toBe('rgb(41 45 61)');
  expect(rampColor(RAMPS.dark.heat, 2)).toBe('rgb(247 217 121)');
  expect(rampColor(RAMPS.dark.heat, NaN)).toBe('rgb(41 45 61)');
});
