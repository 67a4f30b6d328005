import { describe, expect, it } from 'vitest';
import type { KernelTrace } from '../../../../src/shared/protocol/workerRunner';
import { alignKernels, completeRuns } from '../../../../src/worker/kernels/alignKernels';
import { countEvents, topLevelEvents } from '../../../../src/worker/kernels/topLevelEvents';
import { sketchGraph } from '../../../fixtures/sketchGraph';

type Event = readonly [kernel: number, startUs: number, durationUs: number];

function trace(ops: readonly string[], events: readonly Event[], runs: readonly (readonly [number, number])[]): KernelTrace {
  return {
    kernels: ops.map((op, index) => ({ name: `n${index}`, op, provider: 'CPU', nodeIndex: index, outputShapes: [], memory: undefined })),
    kernel: Int32Array.from(events, event => event[0]),
    startUs: Float64Array.from(events, event => event[1]),
    durationUs: Float64Array.from(events, event => event[2]),
    waitUs: Float64Array.from(events, event => event[2] / 2),
    runStartUs: Float64Array.from(runs, run => run[0]),
    runDurationUs: Float64Array.from(runs, run => run[1]),
    arenaBytes: 0,
    threads: 1,
    truncated: false,
  };
}

describe('topLevelEvents', () => {
  it('splits runs', () => {
    const runs = topLevelEvents(
      trace(
        ['Relu', 'Add'],
        [
          [0, 1, 2],
          [1, 4, 1],
          [0, 11, 3],
          [1, 15, 1],
        ],
        [
          [0, 6],
          [10, 7],
        ],
      ),
    );
    expect(runs).toEqual([
      { runUs: 6, kernels: [0, 1], durationsUs: [2, 1], waitsUs: [1, 0.5], inside: [[], []] },
      { runUs: 7, kernels: [0, 1], durationsUs: [3, 1], waitsUs: [1.5, 0.5], inside: [[], []] },
    ]);
  });

  it('folds bodies into the node that holds them, nested ones too', () => {
    // Relu, then a Loop whose body runs Add and an If that holds a Mul, twice.
    const events: Event[] = [
      [0, 1, 2],
      [1, 5, 1],
      [3, 7, 1],
      [4, 7, 2],
      [1, 10, 1],
      [3, 12, 1],
      [4, 12, 2],
      [2, 4, 12],
      [0, 17, 1],
    ];
    const [run] = topLevelEvents(trace(['Relu', 'Add', 'Loop', 'Mul', 'If'], events, [[0, 20]]));
    const leaf = (event: number) => ({ event, inside: [] });
    const turns = [leaf(1), { event: 3, inside: [leaf(2)] }, leaf(4), { event: 6, inside: [leaf(5)] }];
    expect(run).toEqual({ runUs: 20, kernels: [0, 2, 0], durationsUs: [2, 12, 1], waitsUs: [1, 6, 0.5], inside: [[], turns, []] });
    expect(countEvents(turns)).toBe(6);
  });

  it('keeps neighbours that start in the same microsecond', () => {
    const [run] = topLevelEvents(
      trace(
        ['Relu', 'Add'],
        [
          [0, 3, 0],
          [1, 3, 0],
        ],
        [[0, 5]],
      ),
    );
    expect(run?.kernels).toEqual([0, 1]);
  });
});

describe('alignKernels', () => {
  const graph = sketchGraph({
    inputs: { x: [1] },
    nodes: [
      ['Relu', ['x'], ['a']],
      ['Relu', ['a'], ['y']],
    ],
    outputs: ['y'],
  });

  it('goes by position where operators agree', () => {
    const recorded = trace(
      ['Relu', 'Relu'],
      [
        [0, 1, 2],
        [1, 4, 1],
      ],
      [[0, 6]],
    );
    const nameless = { ...recorded, kernels: recorded.kernels.map(kernel => ({ ...kernel, name: '' })) };
    expect(alignKernels(nameless, topLevelEvents(nameless), graph).map(({ node }) => node)).toEqual([0, 1]);
  });

  it('goes by unique names where the order differs', () => {
    const recorded = trace(
      ['Other', 'Relu'],
      [
        [1, 1, 2],
        [0, 4, 1],
      ],
      [[0, 6]],
    );
    expect(alignKernels(recorded, topLevelEvents(recorded), graph).map(({ node }) => node)).toEqual([1, 0]);
  });

  it('leaves out runs that were cut off', () => {
    const runs = topLevelEvents(
      trace(
        ['Relu', 'Relu'],
        [
          [0, 1, 2],
          [1, 4, 1],
          [0, 11, 3],
        ],
        [
          [0, 6],
          [10, 7],
        ],
      ),
    );
    expect(completeRuns(runs)).toHaveLength(1);
  });
});
