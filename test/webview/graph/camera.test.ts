import { describe, expect, test } from 'vitest';
import { bringIntoView, firstCamera, fitArea, isInView, panBy, zoomAt } from '../../../webview/views/graph/camera';

const SCREEN = { width: 800, height: 600 };
const START = { x: 10, y: 20, k: 1 };

test('zooming keeps the point below the pointer', () => {
  const at = [300, 200] as const;
  const { x, y, k } = zoomAt(START, 2, at);
  expect([x + at[0] / k, y + at[1] / k]).toEqual([310, 220]);
});

test('panning moves by pixels on screen, whatever the zoom', () => {
  expect(panBy({ ...START, k: 0.5 }, 10, -10)).toEqual({ x: 30, y: 0, k: 0.5 });
});

describe('first sight', () => {
  test('is at 100 % with the trunk in the middle', () => {
    const { x, y, k } = firstCamera([440, 2000], 220, SCREEN, 'down');
    expect([x + SCREEN.width / 2, k]).toEqual([220, 1]);
    expect(y).toBeLessThan(0);
    const top = (width: number) => firstCamera([240, 2000], 120, { ...SCREEN, width }, 'down').y;
    expect(top(600), 'below the switch of a narrow view').toBeLessThan(y);
    expect(top(320), 'where there is no switch').toBe(y);
  });

  test('shows what stands beside the trunk where there is room, and makes wide graphs smaller', () => {
    expect(firstCamera([700, 2000], 480, SCREEN, 'down').x).toBe(-24);
    expect(firstCamera([1000, 2000], 500, SCREEN, 'down').k).toBeCloseTo(0.752);
    expect(firstCamera([9000, 2000], 4500, SCREEN, 'down').k).toBe(0.6);
  });
});

test('fitting shows all of an area, and never more than 100 %', () => {
  const area = { x: 0, y: 0, width: 4000, height: 300 };
  const fitted = fitArea(area, SCREEN);
  expect(fitted.k).toBeCloseTo(752 / 4000);
  expect(isInView(fitted, area, SCREEN)).toBe(true);
  expect(fitArea({ x: 0, y: 0, width: 10, height: 10 }, SCREEN).k).toBe(1);
});

test('what is on screen does not move, what is not comes just onto it', () => {
  const area = { x: 100, y: 100, width: 200, height: 50 };
  expect(bringIntoView(START, area, SCREEN)).toEqual(START);
  const below = { ...area, y: 1000 };
  const moved = bringIntoView(START, below, SCREEN);
  expect(moved.x).toBe(START.x);
  expect(moved.y + SCREEN.height).toBe(below.y + below.height + 24);
});
