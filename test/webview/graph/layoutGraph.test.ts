import { describe, expect, test } from 'vitest';
import { FRAME_MARGIN, FRAME_TOP } from '../../../webview/layout/graph/frameInsets';
import type { GraphLayout, LayoutInput, LayoutLevel, LevelForm } from '../../../webview/layout/graph/layoutInput';
import { layoutGraph } from '../../../webview/layout/graph/layoutGraph';

interface Sketch {
  readonly form?: LevelForm;
  readonly boxes: readonly number[];
  readonly edges?: readonly (readonly [number, number])[];
  readonly frame?: number;
  readonly aside?: readonly number[];
  readonly entries?: readonly number[];
}

function level({ form = 'stack', boxes, edges = [], frame = -1, aside = [], entries = [] }: Sketch): LayoutLevel {
  return {
    frame,
    form,
    boxes: Int32Array.from(boxes),
    aside: Int32Array.from(aside),
    unrouted: new Set(),
    edges: Int32Array.from(edges.flat()),
    entries: Int32Array.from(entries),
  };
}

function inputOf(
  sizes: readonly (readonly [number, number])[],
  levels: readonly LayoutLevel[],
  direction: 'down' | 'right' = 'down',
): LayoutInput {
  return {
    direction,
    width: Float64Array.from(sizes, ([width]) => width),
    height: Float64Array.from(sizes, ([, height]) => height),
    stretches: new Uint8Array(sizes.length),
    levels,
  };
}

function line({ start, points }: GraphLayout, edge: number): readonly number[] {
  return Array.from(points.subarray(start[edge], start[edge + 1]));
}

const LINE = [440, 32] as const;

describe('stack', () => {
  const chain = [
    [0, 1],
    [1, 2],
    [2, 3],
  ] as const;

  test('boxes stand one below the other, with straight edges from box to box', () => {
    const layout = layoutGraph(inputOf([LINE, LINE, [252, 54], LINE], [level({ boxes: [0, 1, 2, 3], edges: chain })]));
    for (let box = 1; box < 4; box++) expect(layout.y[box]).toBeGreaterThan(layout.y[box - 1]! + layout.height[box - 1]!);
    const middle = layout.x[0]! + 220;
    expect(layout.x[2]! + 126).toBe(middle);
    expect(line(layout, 1)).toEqual([middle, layout.y[1]! + 32, middle, layout.y[2]]);
  });

  test('skips run on the right, one lane each where they overlap', () => {
    const edges = [...chain, [0, 3], [1, 3]] as const;
    const layout = layoutGraph(inputOf([LINE, LINE, LINE, LINE], [level({ boxes: [0, 1, 2, 3], edges })]));
    const lanes = [3, 4].map(edge => line(layout, edge)[2]!);
    for (const lane of lanes) expect(lane).toBeGreaterThan(layout.x[0]! + 440);
    expect(lanes[0]).not.toBe(lanes[1]);
    expect(layout.size[0]).toBeGreaterThan(Math.max(...lanes));
  });

  test('more than six skips are no lines', () => {
    const boxes = Array.from({ length: 10 }, (_, box) => box);
    const edges = boxes.slice(2).map(box => [box - 2, box] as const);
    const layout = layoutGraph(
      inputOf(
        boxes.map(() => LINE),
        [level({ boxes, edges })],
      ),
    );
    expect(edges.map((_, edge) => line(layout, edge).length)).toEqual(edges.map(() => 0));
  });

  test('what most read stands on the left with one edge', () => {
    const edges = [
      [0, 2],
      [0, 3],
      [1, 2],
      [2, 3],
    ] as const;
    const layout = layoutGraph(inputOf([[178, 32], LINE, LINE, LINE], [level({ boxes: [0, 1, 2, 3], edges, aside: [0] })]));
    expect(layout.x[0]! + 178).toBeLessThan(layout.x[1]!);
    expect(line(layout, 0).at(-1)).toBe(layout.y[2]! + 16);
    expect(line(layout, 1)).toEqual([]);
  });
});

describe('frames', () => {
  const sizes = [LINE, LINE, [252, 54], [252, 54]] as const;
  const levels = [level({ frame: 1, boxes: [2, 3], edges: [[0, 1]] }), level({ boxes: [0, 1], edges: [[0, 1]] })];

  test.each(['down', 'right'] as const)('hold their content when the graph runs %s', direction => {
    const layout = layoutGraph(inputOf(sizes, levels, direction));
    for (const box of [2, 3]) {
      expect(layout.x[box]).toBeGreaterThanOrEqual(layout.x[1]! + FRAME_MARGIN);
      expect(layout.y[box]).toBeGreaterThanOrEqual(layout.y[1]! + FRAME_TOP);
      expect(layout.x[box]! + layout.width[box]!).toBeLessThanOrEqual(layout.x[1]! + layout.width[1]!);
      expect(layout.y[box]! + layout.height[box]!).toBeLessThanOrEqual(layout.y[1]! + layout.height[1]!);
    }
  });

  test('a graph that runs to the right has its boxes side by side', () => {
    const layout = layoutGraph(inputOf(sizes, levels, 'right'));
    expect(layout.x[1]).toBeGreaterThan(layout.x[0]! + 440);
    expect(layout.x[3]).toBeGreaterThan(layout.x[2]! + 252);
  });
});

const DIAMOND = [
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 3],
] as const;

describe.each(['layered', 'linear'] as const)('%s', form => {
  const input = inputOf([LINE, LINE, LINE, LINE], [level({ form, boxes: [0, 1, 2, 3], edges: DIAMOND })]);

  test('branches stand side by side below what they read, and nothing overlaps', () => {
    const { x, y } = layoutGraph(input);
    expect(y[1]).toBe(y[2]);
    expect(Math.abs(x[1]! - x[2]!)).toBeGreaterThanOrEqual(440);
    expect(y[0]).toBeLessThan(y[1]! - 32);
    expect(y[3]).toBeGreaterThan(y[1]! + 32);
    expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
  });

  test('the same graph is laid out the same way', () => {
    expect(layoutGraph(input)).toEqual(layoutGraph(input));
  });
});

test('edges enter a frame from its top', () => {
  const inner = level({ form: 'layered', frame: 0, boxes: [1, 2], edges: [], entries: [0, 1] });
  const layout = layoutGraph(inputOf([LINE, [252, 54], [252, 54]], [inner, level({ boxes: [0] })]));
  for (const entry of [0, 1]) expect(line(layout, entry)[1]).toBeLessThan(layout.y[1]!);
});

test('a chain of 100,000 boxes is laid out', () => {
  const boxes = Array.from({ length: 100_000 }, (_, box) => box);
  const edges = boxes.slice(1).map(box => [box - 1, box] as const);
  const layout = layoutGraph(
    inputOf(
      boxes.map(() => LINE),
      [level({ form: 'linear', boxes, edges })],
    ),
  );
  expect(layout.y[99_999]).toBeGreaterThan(layout.y[99_998]!);
});
