import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../../src/cli/options';
import { parsePassCalls } from '../../../src/cli/passCalls';
import type { PassCall } from '../../../src/shared/report/jobRequest';
import { describePasses } from '../../../src/worker/optimize/describePasses';
import { passParameters } from '../../../src/worker/optimize/passParameters';

function calls(...passes: readonly string[]): Promise<readonly PassCall[]> {
  return parsePassCalls(
    parseOptions(
      passes.flatMap(pass => ['--pass', pass]),
      ['pass', 'recipe', 'max-drop'],
    ),
    describePasses(),
  );
}

describe('passes of the command line', () => {
  it('are read with their parameters, in order', async () => {
    expect(await calls('clean', 'prune-channels:macs=0.5')).toEqual([
      { id: 'clean', parameters: {} },
      { id: 'prune-channels', parameters: { macs: 0.5 } },
    ]);
  });

  it.each([
    ['polish', 'There is no pass “polish”'],
    ['clean:x=1', 'clean: it has no parameter “x”, it has without'],
    ['quantize-static:range=half', 'quantize-static: range is one of auto, full, pairs, 7-bit, not “half”'],
    ['prune-channels:macs=2', 'prune-channels: macs is a number from 0.05 to 0.99, not “2”'],
    ['prune-channels:macs=most', 'not “most”'],
    ['upgrade-opset:to=13.5', 'to is a whole number from 7 to 24'],
    ['quantize-static:bias-correction=maybe', 'bias-correction is true or false'],
    ['prune-channels:macs', '“macs” is not key=value'],
  ])('are refused where they make no sense: %s', async (pass, message) => {
    await expect(calls(pass)).rejects.toMatchObject({ reason: 'usage', message: expect.stringContaining(message) as string });
  });

  it('takes no number that is none', () => {
    const pass = describePasses().find(({ id }) => id === 'prune-channels');
    expect(pass).toBeDefined();
    expect(() => pass && passParameters(pass, { macs: Number.NaN })).toThrow('not “NaN”');
  });
});
