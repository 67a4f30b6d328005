import { describe, expect, it } from 'vitest';
import { analyze } from '../../../../src/analysis/analyze';
import { measuredDims } from '../../../../src/analysis/measuredDims';
import { inferFixture, openFixture } from '../inferFixture';

const scalar = (name: string, value: number) => ({ name, dims: [], values: [BigInt(value)] });

/** What exported models outside of the shared ones taught. */
describe('shapes of exported models', () => {
  const windows = {
    inputs: [{ name: 'x', shape: ['N', 'L'] }],
    initializers: [scalar('zero', 0), scalar('one', 1), scalar('two', 2), scalar('minus', -7)],
    nodes: [
      { op: 'Shape', inputs: ['x'], outputs: ['shape'] },
      { op: 'Gather', inputs: ['shape', 'one'], outputs: ['length'] },
      { op: 'Add', inputs: ['length', 'minus'], outputs: ['less'] },
      { op: 'Div', inputs: ['less', 'two'], outputs: ['half'] },
      { op: 'Range', inputs: ['zero', 'half', 'one'], outputs: ['y'] },
    ],
    outputs: [{ name: 'y' }],
  };

  it('divide a length less a window, taken to be no less than 0', () => {
    expect(inferFixture(windows).text('y')).toBe('int64 [max(0, (L+1)/2-4)]');
  });

  it('infer again for a length that is shorter than the window', () => {
    const { graph, reader } = openFixture({
      ...windows,
      nodes: [
        ...windows.nodes.slice(0, 4),
        { op: 'Sub', inputs: ['zero', 'half'], outputs: ['back'] },
        { op: 'Range', inputs: ['zero', 'back', 'one'], outputs: ['y'] },
      ],
    });
    const sizeFor = (length: number) => analyze(graph, reader, { dims: new Map([['L', length]]) }).outputs[0]?.shape;
    // −5 / 2 is cut to −2, not rounded down to −3.
    expect(sizeFor(2)).toEqual([2]);
    expect(sizeFor(20)).toEqual([0]);
  });

  it('divide exactly whatever the sign', () => {
    const inferred = inferFixture({
      inputs: [{ name: 'x', shape: ['N', 'L'] }],
      initializers: [scalar('zero', 0), scalar('one', 1), scalar('minus', -6), scalar('three', 3)],
      nodes: [
        { op: 'Shape', inputs: ['x'], outputs: ['shape'] },
        { op: 'Gather', inputs: ['shape', 'one'], outputs: ['length'] },
        { op: 'Mul', inputs: ['length', 'minus'], outputs: ['less'] },
        { op: 'Div', inputs: ['less', 'three'], outputs: ['third'] },
        { op: 'Neg', inputs: ['third'], outputs: ['count'] },
        { op: 'Range', inputs: ['zero', 'count', 'one'], outputs: ['y'] },
      ],
    });
    expect(inferred.text('y')).toBe('int64 [L*2]');
  });

  it.each([
    [5, '5'],
    [50, 'ConcatFromSequence_2.length'],
  ])('collect the members that a loop of %i trips adds to an empty sequence', (trips, length) => {
    const inferred = inferFixture({
      inputs: [{ name: 'x', shape: ['B', 8] }],
      initializers: [scalar('trips', trips)],
      nodes: [
        { op: 'SequenceEmpty', inputs: [], outputs: ['empty'] },
        {
          op: 'Loop',
          inputs: ['trips', '', 'empty'],
          outputs: ['filled'],
          attributes: {
            body: {
              graph: {
                inputs: [{ name: 'i', dtype: 'int64', shape: [] }, { name: 'go', dtype: 'bool', shape: [] }, { name: 'before' }],
                nodes: [
                  { op: 'SequenceInsert', inputs: ['before', 'x'], outputs: ['after'] },
                  { op: 'Identity', inputs: ['go'], outputs: ['goOn'] },
                ],
                outputs: [{ name: 'goOn', dtype: 'bool', shape: [] }, { name: 'after' }],
              },
            },
          },
        },
        { op: 'ConcatFromSequence', inputs: ['filled'], outputs: ['y'], attributes: { axis: 1, new_axis: 1 } },
      ],
    });
    expect(inferred.text('y')).toBe(`float32 [B, ${length}, 8]`);
  });

  it('name dims apart that share a placeholder', () => {
    const inferred = inferFixture({
      inputs: [{ name: 'x', shape: ['?', 3, '?', '?'] }],
      nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }],
    });
    expect(inferred.text('y')).toBe('float32 [N, 3, H, W]');
  });

  it('take data-dependent sizes from a run', () => {
    const { graph, reader } = openFixture({
      inputs: [{ name: 'x', shape: [4, 5] }],
      initializers: [{ name: 'w', dims: [2, 3], values: new Array<number>(6).fill(0) }],
      nodes: [
        { op: 'NonZero', inputs: ['x'], outputs: ['where'] },
        { op: 'Transpose', inputs: ['where'], outputs: ['rows'], attributes: { perm: [1, 0] } },
        { op: 'Cast', inputs: ['rows'], outputs: ['real'], attributes: { to: 1 } },
        { op: 'MatMul', inputs: ['real', 'w'], outputs: ['y'] },
      ],
      outputs: [{ name: 'y' }],
    });
    const open = analyze(graph, reader, { dims: new Map() });
    expect([open.outputs[0]?.shape, open.totals.macs]).toEqual([['NonZero_0.count', 3], undefined]);
    const kernel = { id: 0, name: '', op: 'NonZero', provider: '', covers: [0], anchor: 0, added: false, medianMs: 0, lowMs: 0, highMs: 0 };
    const dims = measuredDims(graph, open, [{ ...kernel, outputShape: [2, 7] }]);
    const filled = analyze(graph, reader, { dims });
    expect([filled.outputs[0]?.shape, filled.totals.macs, filled.problems]).toEqual([[7, 3], 7 * 2 * 3, []]);
  });

  it('multiply in single precision, as a scaled size is computed', () => {
    const { graph, reader } = openFixture({
      inputs: [{ name: 'x', shape: ['L'] }],
      initializers: [{ name: 'scale', dims: [1], values: [2.3] }],
      nodes: [
        { op: 'Shape', inputs: ['x'], outputs: ['shape'] },
        { op: 'Cast', inputs: ['shape'], outputs: ['real'], attributes: { to: 1 } },
        { op: 'Mul', inputs: ['real', 'scale'], outputs: ['scaled'] },
        { op: 'Floor', inputs: ['scaled'], outputs: ['whole'] },
        { op: 'Cast', inputs: ['whole'], outputs: ['sizes'], attributes: { to: 7 } },
        { op: 'ConstantOfShape', inputs: ['sizes'], outputs: ['y'] },
      ],
      outputs: [{ name: 'y' }],
    });
    // 2.3 is 2.29999995 in single precision; the product is rounded to 23.
    expect(analyze(graph, reader, { dims: new Map([['L', 10]]) }).outputs[0]?.shape).toEqual([23]);
  });

  it('take the sign of the dividend where Mod is asked to', () => {
    const remainder = (fmod: number) =>
      inferFixture({
        inputs: [],
        initializers: [scalar('a', -3), scalar('b', 5), scalar('zero', 0), scalar('minus', -1)],
        nodes: [
          { op: 'Mod', inputs: ['a', 'b'], outputs: ['rest'], attributes: { fmod } },
          { op: 'Range', inputs: ['zero', 'rest', 'minus'], outputs: ['y'] },
        ],
      }).text('y');
    expect([remainder(0), remainder(1)]).toEqual(['int64 [0]', 'int64 [3]']);
  });

  it('count steps that are no whole numbers', () => {
    const steps = (step: number) =>
      inferFixture({
        inputs: [{ name: 'x', shape: ['L'] }],
        initializers: [
          { name: 'zero', dims: [], values: [0] },
          { name: 'step', dims: [], values: [step] },
        ],
        nodes: [
          { op: 'Size', inputs: ['x'], outputs: ['size'] },
          { op: 'Cast', inputs: ['size'], outputs: ['real'], attributes: { to: 1 } },
          { op: 'Range', inputs: ['zero', 'real', 'step'], outputs: ['y'] },
        ],
      }).text('y');
    expect([steps(1), steps(0.5), steps(2)]).toEqual(['float32 [L]', 'float32 [L*2]', 'float32 [(L+1)/2]']);
  });

  it('infer again for a symbol of 1 that Squeeze would take away, and for one of 0', () => {
    const squeezed = openFixture({
      inputs: [{ name: 'x', shape: ['N', 1, 5] }],
      nodes: [{ op: 'Squeeze', inputs: ['x'], outputs: ['y'] }],
      outputs: [{ name: 'y' }],
    });
    const shapeFor = (size: number) => analyze(squeezed.graph, squeezed.reader, { dims: new Map([['N', size]]) }).outputs[0]?.shape;
    expect([shapeFor(4), shapeFor(1)]).toEqual([[4, 5], [5]]);
    const limited = openFixture({
      inputs: [{ name: 'x', shape: ['past'] }],
      initializers: [scalar('zero', 0), scalar('one', 1)],
      nodes: [
        { op: 'Size', inputs: ['x'], outputs: ['size'] },
        { op: 'Max', inputs: ['size', 'one'], outputs: ['least'] },
        { op: 'Range', inputs: ['zero', 'least', 'one'], outputs: ['y'] },
      ],
      outputs: [{ name: 'y' }],
    });
    expect(analyze(limited.graph, limited.reader, { dims: new Map([['past', 0]]) }).outputs[0]?.shape).toEqual([1]);
  });

  it('split what a copied dim of unknown size leaves', () => {
    const inferred = inferFixture({
      inputs: [
        { name: 'x', shape: ['N', 6] },
        { name: 'shape', dtype: 'int64', shape: [2] },
      ],
      initializers: [
        { name: 'w', dims: [6, 12], values: new Array<number>(72).fill(0) },
        { name: 'heads', dims: [3], values: [0n, 3n, -1n] },
      ],
      nodes: [
        { op: 'Reshape', inputs: ['x', 'shape'], outputs: ['open'] },
        { op: 'MatMul', inputs: ['open', 'w'], outputs: ['product'] },
        { op: 'Reshape', inputs: ['product', 'heads'], outputs: ['y'] },
      ],
    });
    expect(inferred.text('y')).toBe('float32 [?, 3, 4]');
  });

  it('run a loop as often as it is asked to when its body hands the condition on', () => {
    const looped = (iteration: readonly number[]) =>
      inferFixture({
        inputs: [],
        initializers: [scalar('trips', 5)],
        nodes: [
          {
            op: 'Loop',
            inputs: ['trips', ''],
            outputs: ['y'],
            attributes: {
              body: {
                graph: {
                  inputs: [
                    { name: 'i', dtype: 'int64', shape: iteration },
                    { name: 'go', dtype: 'bool', shape: [] },
                  ],
                  nodes: [
                    { op: 'Identity', inputs: ['go'], outputs: ['goOn'] },
                    { op: 'Identity', inputs: ['i'], outputs: ['step'] },
                  ],
                  outputs: [{ name: 'goOn', dtype: 'bool', shape: [] }, { name: 'step' }],
                },
              },
            },
          },
        ],
      }).text('y');
    expect([looped([]), looped([1])]).toEqual(['int64 [5]', 'int64 [5, 1]']);
  });
});

/** A vector may claim any number of entries; a shape has that many dims. */
describe('lists of billions', () => {
  const HUGE = 2 ** 31 - 2;
  const list = { name: 'list', dtype: 'int64', shape: [HUGE] } as const;

  it.each(['Reshape', 'Expand', 'Tile', 'Unsqueeze', 'Squeeze', 'ConstantOfShape'])('leave the result of %s open', op => {
    const inputs = op === 'ConstantOfShape' ? ['list'] : ['x', 'list'];
    const inferred = inferFixture({
      inputs: [{ name: 'x', shape: [2, 3] }, list],
      nodes: [{ op, inputs, outputs: ['y'] }],
      outputs: [{ name: 'y' }],
    });
    expect(inferred.text('y')).not.toContain(String(HUGE));
  });

  it('leave a Slice and the parts of a Split open', () => {
    const inferred = inferFixture({
      opset: 18,
      inputs: [{ name: 'x', shape: [2, 3] }, list],
      nodes: [
        { op: 'Slice', inputs: ['x', 'list', 'list'], outputs: ['slice'] },
        { op: 'Split', inputs: ['x'], outputs: ['a', 'b'], attributes: { num_outputs: HUGE } },
      ],
      outputs: [{ name: 'slice' }, { name: 'a' }],
    });
    expect(inferred.text('slice')).toBe('float32 [?, ?]');
    expect(inferred.text('a')).toBe('float32 [1, 3]');
  });

  it('are empty beside a dim of 0', () => {
    const inferred = inferFixture({
      initializers: [
        { name: 'none', dims: [0, HUGE], values: [] },
        { name: 'first', dims: [1], values: [0n] },
      ],
      nodes: [
        { op: 'Gather', inputs: ['none', 'first'], outputs: ['chosen'], attributes: { axis: 1 } },
        { op: 'Slice', inputs: ['none', 'first', 'first'], outputs: ['slice'] },
      ],
      outputs: [{ name: 'chosen' }, { name: 'slice' }],
    });
    expect(inferred.text('chosen')).toContain('[0, 1]');
    expect(inferred.text('slice')).toContain(`[0, ${HUGE}]`);
  });
});
