import { describe, expect, it } from 'vitest';
import { floats, noise, type Sketch } from '../../../../fixtures/sketchGraph';
import { saidBy, suggestSketch } from '../suggestFixture';

function recurrent(op: 'LSTM' | 'GRU', units: number): Sketch {
  const rows = (op === 'LSTM' ? 4 : 3) * units;
  return {
    inputs: { x: [20, 1, 8] },
    weights: { w: floats([1, rows, 8], noise(rows * 8)), r: floats([1, rows, units], noise(rows * units)) },
    nodes: [[op, ['x', 'w', 'r'], ['y'], { hidden_size: { kind: 'int', value: units } }]],
    outputs: ['y'],
  };
}

describe('dynamic INT8 for recurrent layers', () => {
  it('is offered for an LSTM with enough units, with the range that was measured', async () => {
    const said = saidBy(await suggestSketch(recurrent('LSTM', 128)), 'quantize-dynamic');
    expect(said).toMatchObject({ kind: 'offered' });
    expect(said?.text).toContain('Quantize one LSTM to INT8 (dynamic)');
    expect(said?.text).toContain('LSTMs of 128–1024 units');
  });

  it('is not offered for a small one or a GRU, and says why', async () => {
    for (const sketch of [recurrent('LSTM', 64), recurrent('GRU', 256)])
      expect(saidBy(await suggestSketch(sketch), 'quantize-dynamic')).toEqual({
        kind: 'declined',
        text: expect.stringContaining('only LSTMs have an integer kernel, which pays from 128 units on') as string,
      });
  });
});
