import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heatBar } from '../../../src/cli/terminal/heatBar';
import { latencyLines } from '../../../src/cli/terminal/latencyLines';
import { optimizeLines } from '../../../src/cli/terminal/optimizeLines';
import { passOutcomeLines } from '../../../src/cli/terminal/passOutcomeLines';
import { printable } from '../../../src/cli/terminal/printable';
import { terminalStyle } from '../../../src/cli/terminal/style';
import { suggestionLines } from '../../../src/cli/terminal/suggestionLines';
import { formatTable } from '../../../src/cli/terminal/table';
import { wrapText } from '../../../src/cli/terminal/wrapText';
import type { LatencyStatistics, Profile } from '../../../src/shared/report/latency';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import { sampleProfile } from '../../engine/sampleProfile';
import { SAMPLE_ENVIRONMENT, sampleLatency } from '../../fixtures/sampleLatency';

const plain = terminalStyle(false, 80);
const ESCAPE = '\u001b';

const latency: LatencyStatistics = {
  ...{ ...sampleLatency(4), lowMs: 3.9, highMs: 4.1, runs: 100, sessions: 3, sessionSpread: 0.01 },
  ...{ reliable: false, notes: ['Another program used the processor.'] },
};
const facts = { file: 'a.onnx', bytes: 1000, nodes: 10, macs: 5000, params: 200, weightBytes: 800 };
const share = (value: number) => ({ value, low: value - 0.01, high: value });
const result: OptimizeResult = {
  output: 'a.int8.onnx',
  passes: [{ id: 'quantize-static', parameters: {}, changedNodes: 2, skipped: [], notes: [] }],
  before: facts,
  after: { ...facts, bytes: 300 },
  verification: {
    ...{ samples: 20, inputs: 'held-back', maxAbs: 0.1, sqnrDb: 41.23, cosine: 1, verdict: 'close', top1Agreement: share(1) },
    metric: { name: 'accuracy', samples: 2000, before: share(0.9895), after: share(0.988) },
  },
  latency: {
    before: latency,
    after: { ...latency, medianMs: 1, lowMs: 0.99, highMs: 1.01 },
    speedup: {
      median: 4,
      low: 3.9,
      high: 4.1,
      verdict: 'faster',
      cpuRatio: 4,
      sessions: 6,
      deltaMs: { median: -3, low: -3.1, high: -2.9 },
    },
    batch: 1,
  },
  ranAsInt8: [2, 3],
  data: { source: 'a.data', kind: 'data', fitted: 80, heldBack: 20 },
  seconds: 1,
  notes: [],
};

describe('wrapText', () => {
  it('keeps every word, in lines no wider than asked, but for longer words', () => {
    const words = fc.array(fc.string({ minLength: 1, maxLength: 12 }).map(text => text.replaceAll(/\s/g, '_')));
    fc.assert(
      fc.property(words, fc.integer({ min: 14, max: 40 }), (parts, width) => {
        const lines = wrapText(parts.join(' '), width, '  ');
        expect(lines.flatMap(line => line.trim().split(' ')).filter(Boolean)).toEqual(parts.map(part => part.trim()).filter(Boolean));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('formatTable', () => {
  it('aligns columns without trailing blanks', () => {
    const columns = [
      { title: 'name', align: 'left' },
      { title: 'ms', align: 'right' },
    ] as const;
    expect(formatTable(columns, [['a', '1'], ['longer', '10'], ['b']])).toEqual(['name    ms', 'a        1', 'longer  10', 'b']);
  });
});

describe('heatBar', () => {
  it('is as long as the share, in eighths of a cell, and coloured only where asked', () => {
    expect(heatBar(1, 4, false)).toBe('████');
    expect(heatBar(0.5, 4, false)).toBe('██');
    expect(heatBar(1 / 32, 4, false)).toBe('▏');
    expect(heatBar(0, 4, true)).toBe('');
    expect(heatBar(2, 4, false)).toBe('████');
    expect(heatBar(1, 4, true)).toContain(`${ESCAPE}[38;2;`);
  });
});

describe('printable', () => {
  it('lets nothing of a model reach the terminal as a command', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const shown = printable(text);
        expect(shown.length).toBeLessThanOrEqual(60);
        expect(Array.from(shown).every(character => (character.codePointAt(0) ?? 0) >= 32)).toBe(true);
      }),
    );
    expect(printable('a\u001b[31m\u202eb\u007f')).toBe('a\ufffd[31m\ufffdb\ufffd');
  });
});

describe('what a result says', () => {
  it('puts the verdict first, then before and after with accuracy in one line', () => {
    const lines = optimizeLines(result, plain);
    expect(lines[0]).toBe('a.int8.onnx  4.00× faster');
    expect(lines[1]?.replaceAll('\u202f', ' ')).toBe('  4.00 ms → 1.00 ms, accuracy 98.95 % → 98.80 %, 1.00 kB → 300 B');
    const text = lines.join('\n').replaceAll('\u202f', ' ');
    expect(text).toContain('−0.15 points');
    expect(text).toContain('INT8: 2 of 3 quantized layers truly run in INT8.');
    expect(text).toContain('fitted on 80 samples, 20 held back');
    expect(text).not.toContain(ESCAPE);
  });

  it('says what is missing instead of leaving it out', () => {
    const { latency: _latency, verification: _verification, ...rest } = result;
    const text = optimizeLines({ ...rest, latency: undefined, verification: undefined }, plain).join('\n');
    expect(text).toContain('Written, latency not measured');
    expect(text).toContain('Outputs were not verified.');
  });

  it('counts layers left alone by reason', () => {
    const skipped = [1, 2, 3].map(layer => ({ layer, reason: layer === 3 ? 'its input is an image' : 'too few channels' }));
    const lines = passOutcomeLines([{ id: 'p', parameters: {}, changedNodes: 1, skipped, notes: [] }], plain);
    expect(lines).toEqual([
      '  p: 1 node changed.',
      '    2 layers unchanged: too few channels',
      '    1 layer unchanged: its input is an image',
    ]);
  });

  it('says under what a latency was measured, and that it cannot be relied on', () => {
    const environment: Profile['environment'] = { ...SAMPLE_ENVIRONMENT, onnxruntime: '1.2.3', threads: 1, dims: { batch: 2 } };
    const text = latencyLines({ latency, environment, kernels: [], floorMs: 0, inputShapes: {} }, plain).join('\n');
    for (const part of ['100 runs', '1 thread,', 'onnxruntime 1.2.3', 'random inputs', 'batch=2', 'not reliable', 'Another program']) {
      expect(text).toContain(part);
    }
  });

  it('says of every input what it was fed with, and names all operators that fell back', () => {
    const environment: Profile['environment'] = { ...SAMPLE_ENVIRONMENT, inputDescription: ['x: random floats', 'mask: ones'] };
    const [kernel] = sampleProfile().kernels;
    const kernels = ['Conv', 'Gather', 'Shape'].map((op, id) => ({ ...kernel!, id, op, provider: id === 0 ? 'WebGpu' : 'CPU' }));
    const text = latencyLines({ latency, environment, kernels, floorMs: 0, inputShapes: {} }, terminalStyle(false, 1000)).join('\n');
    expect(text).toContain('x: random floats, mask: ones');
    expect(text).toContain('(Conv)');
    expect(text).toContain('(Gather, Shape)');
  });

  it('ranks suggestions with their command, and says what was checked in vain', () => {
    const suggestion = {
      ...{ rule: 'r', title: 'Quantize', layers: [1], pass: 'quantize-dynamic', parameters: {} },
      promise: 'lossy',
      why: 'Because.',
      details: 'Seen on layers.',
    } as const;
    const gain = { metric: 'latencyMs', before: 4, low: 1, high: 2, basis: 'estimated', from: 'from something' } as const;
    const words = { rule: 'a', layers: [], promise: 'exact', why: 'Because.', details: '' } as const;
    const report = {
      offered: [{ ...suggestion, gain }],
      advice: [{ ...words, title: 'Share', gain: undefined }],
      declined: [{ rule: 'd', title: 'Prune', why: 'No.' }],
      checks: 7,
    };
    const text = suggestionLines('m.onnx', report, 3, plain).join('\n');
    expect(text).toContain('1  Quantize');
    expect(text).toContain('$ layerwise optimize m.onnx --pass quantize-dynamic');
    expect(text).toContain('The gain is estimated from something. Seen on layers.');
    expect(text).toContain('·  Share  no estimate  exact');
    expect(text.match(/\$ layerwise/g)).toHaveLength(1);
    expect(text).toContain('(of 7 checks)');
    expect(text).toContain('Prune: No.');
    expect(suggestionLines('m.onnx', { offered: [], advice: [], declined: [], checks: 7 }, 3, plain)[0]).toContain('Nothing was found');
  });
});
