import { describe, expect, it } from 'vitest';
import { analyze } from '../../../../src/analysis/analyze';
import { memoryTimeline } from '../../../../src/analysis/memory/memoryTimeline';
import { tensorLives } from '../../../../src/analysis/memory/tensorLives';
import type { FixtureModel } from '../../../fixtures/buildModel';
import { openFixture } from '../inferFixture';

function timelineOf(model: FixtureModel): {
  readonly live: readonly number[];
  readonly peakNode: number | undefined;
  readonly tensors: readonly (readonly [name: string | undefined, bytes: number])[];
} {
  const { graph, reader } = openFixture(model);
  const { liveBytes, peakNode, peakTensors } = memoryTimeline(graph, analyze(graph, reader, { dims: new Map() }));
  return { live: [...liveBytes], peakNode, tensors: peakTensors.map(({ tensor, bytes }) => [graph.tensors.names[tensor], bytes]) };
}

describe('memory over time', () => {
  it('names what is alive at the peak, the largest first', () => {
    const timeline = timelineOf({
      inputs: [{ name: 'x', shape: [256] }],
      nodes: [
        { op: 'Relu', inputs: ['x'], outputs: ['a'] },
        { op: 'Concat', inputs: ['a', 'a', 'a'], outputs: ['c'], attributes: { axis: 0 } },
        { op: 'ReduceSum', inputs: ['c'], outputs: ['d'] },
      ],
      outputs: [{ name: 'd' }],
    });
    expect(timeline).toEqual({
      live: [2048, 4096, 3076],
      peakNode: 1,
      tensors: [
        ['c', 3072],
        ['a', 1024],
      ],
    });
  });

  it('tells when each activation lives, so that pages can lay it over what ran', () => {
    const { graph, reader } = openFixture({
      inputs: [{ name: 'x', shape: [256] }],
      nodes: [
        { op: 'Relu', inputs: ['x'], outputs: ['a'] },
        { op: 'Concat', inputs: ['a', 'x'], outputs: ['c'], attributes: { axis: 0 } },
        { op: 'ReduceSum', inputs: ['c'], outputs: ['d'] },
      ],
      outputs: [{ name: 'd' }],
    });
    const lives = tensorLives(graph, analyze(graph, reader, { dims: new Map() }));
    const named = Array.from(lives.tensors, (tensor, index) => [
      graph.tensors.names[tensor],
      lives.first[index],
      lives.last[index],
      lives.bytes[index],
    ]);
    expect(named).toEqual([
      ['x', 0, 1, 1024],
      ['a', 0, 1, 1024],
      ['c', 1, 2, 2048],
      ['d', 2, 2, 4],
    ]);
  });

  it('has no peak where a size is not known', () => {
    const timeline = timelineOf({
      inputs: [{ name: 'x', shape: ['N'] }],
      nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }],
      outputs: [{ name: 'y' }],
    });
    expect(timeline).toEqual({ live: [Number.NaN], peakNode: undefined, tensors: [] });
  });
});
