import { afterEach, describe, expect, it } from 'vitest';
import { suggestCommand } from '../../../src/cli/commands/suggestCommand';
import { parseOptions } from '../../../src/cli/options';
import { terminalStyle } from '../../../src/cli/terminal/style';
import { spyOnOpenedFiles } from '../../fixtures/openedFiles';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const MLP = 'test/fixtures/models/tabular_mlp.onnx';

describe('suggest', () => {
  afterEach(() => delete process.env['LAYERWISE_CACHE']);

  it('opens the model once', async () => {
    process.env['LAYERWISE_CACHE'] = temporaryFolder();
    const printed: string[] = [];
    const context = {
      ...{ signal: new AbortController().signal, write: () => Promise.resolve(), terminal: false, progress: false },
      ...{ print: (line: string) => void printed.push(line), complain: () => undefined, style: terminalStyle(false, 100) },
    };
    const spy = spyOnOpenedFiles();
    try {
      expect(await suggestCommand.run(parseOptions([MLP], suggestCommand.options), context)).toBe(0);
      expect(spy.paths().filter(file => file.endsWith('tabular_mlp.onnx'))).toHaveLength(1);
    } finally {
      spy.restore();
    }
    expect(printed.length).toBeGreaterThan(1);
  });
});
