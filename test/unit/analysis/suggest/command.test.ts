import { describe, expect, it } from 'vitest';
import { suggestionCommand } from '../../../../src/analysis/suggest/command';

const PLAIN = { pass: 'quantize-dynamic', parameters: {} };

describe('the command of a suggestion', () => {
  it('is the optimize line with the pass and its parameters', () => {
    expect(suggestionCommand('models/a.onnx', PLAIN)).toBe('layerwise optimize models/a.onnx --pass quantize-dynamic');
    expect(suggestionCommand('a.onnx', { pass: 'prune-channels', parameters: { macs: 0.5, scope: 'inner' } })).toBe(
      'layerwise optimize a.onnx --pass prune-channels:macs=0.5,scope=inner',
    );
  });

  it.each([
    ['my model.onnx', "'my model.onnx'"],
    ["it's.onnx", "'it'\\''s.onnx'"],
    ['$(reboot).onnx', "'$(reboot).onnx'"],
    ['a;b.onnx', "'a;b.onnx'"],
    ['~/a.onnx', "'~/a.onnx'"],
    ['', "''"],
    ['-rf.onnx', './-rf.onnx'],
  ])('quotes %s', (file, quoted) => {
    expect(suggestionCommand(file, PLAIN)).toBe(`layerwise optimize ${quoted} --pass quantize-dynamic`);
  });
});
