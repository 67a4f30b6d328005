import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { suggestCommand } from '../../../src/cli/commands/suggestCommand';
import { parseOptions } from '../../../src/cli/options';
import { terminalStyle } from '../../../src/cli/terminal/style';
import { buildModel } from '../../fixtures/buildModel';
import { spyOnOpenedFiles } from '../../fixtures/openedFiles';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const MLP = 'test/fixtures/models/tabular_mlp.onnx';

function recordedTerminal() {
  const printed: string[] = [];
  const context = {
    ...{ signal: new AbortController().signal, write: () => Promise.resolve(), terminal: false, progress: false },
    ...{ print: (line: string) => void printed.push(line), complain: () => undefined, style: terminalStyle(false, 100) },
  };
  return { context, printed };
}

describe('suggest', () => {
  afterEach(() => delete process.env['LAYERWISE_CACHE']);

  it('opens the model once', async () => {
    process.env['LAYERWISE_CACHE'] = temporaryFolder();
    const { context, printed } = recordedTerminal();
    const spy = spyOnOpenedFiles();
    try {
      expect(await suggestCommand.run(parseOptions([MLP], suggestCommand.options), context)).toBe(0);
      expect(spy.paths().filter(file => file.endsWith('tabular_mlp.onnx'))).toHaveLength(1);
    } finally {
      spy.restore();
    }
    expect(printed.length).toBeGreaterThan(1);
  });

  it('says first that a model is broken', async () => {
    const folder = temporaryFolder();
    process.env['LAYERWISE_CACHE'] = folder;
    const nodes = [
      { op: 'Add', inputs: ['x', 'q'], outputs: ['p'] },
      { op: 'Relu', inputs: ['p'], outputs: ['q'] },
    ];
    const file = path.join(folder, 'cyclic.onnx');
    fs.writeFileSync(file, buildModel({ nodes, inputs: [{ name: 'x', shape: [2] }], outputs: [{ name: 'q', shape: [2] }] }));
    const { context, printed } = recordedTerminal();
    expect(await suggestCommand.run(parseOptions([file], suggestCommand.options), context)).toBe(0);
    expect(printed.join(' ')).toMatch(/^error: .*cycle.*Nothing was found/s);
  });
});
