import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../../src/cli/options';
import { parseOptimizeRequest, REQUEST_OPTIONS } from '../../../src/cli/optimizeRequest';
import type { OptimizeRequest } from '../../../src/shared/report/jobRequest';
import { optimizeCommand } from '../../../src/shared/report/optimizeCommand';

/** What a shell and the command line make of a command. */
async function parsed(command: string): Promise<OptimizeRequest> {
  const words = execFileSync('sh', ['-c', `for word in ${command}; do printf '%s\\0' "$word"; done`], { encoding: 'utf8' });
  const [program, verb, ...args] = words.split('\0').slice(0, -1);
  expect([program, verb]).toEqual(['layerwise', 'optimize']);
  return parseOptimizeRequest(parseOptions(args, REQUEST_OPTIONS));
}

const REQUEST: OptimizeRequest = {
  kind: 'optimize',
  path: "it's a model.onnx",
  output: undefined,
  passes: [
    { id: 'clean', parameters: { without: 'casts,shapes' }, exclude: [3, 12], only: [3, 5, 12] },
    {
      id: 'mixed-precision',
      parameters: { 'max-drop': 0.5, range: 'pairs', 'bias-correction': false },
      exclude: [3, 12],
      only: [3, 5, 12],
    },
  ],
  conditions: {
    dims: { batch: 2, 'seq len': 128 },
    inputShapes: { x: [2, 3, 640, 640] },
    threads: 2,
    seed: 7,
    deadlineMs: 90_000,
    memoryLimitBytes: 4096 * 2 ** 20,
    data: 'val $images/',
    samples: 64,
    provider: 'cpu',
  },
  evaluationData: '/data/digits.eval',
  measure: false,
  rigor: 'strict',
  batch: 1,
};

describe('the command of a request', () => {
  it('asks for the same, with everything that a form may hold', async () => {
    expect(await parsed(optimizeCommand(REQUEST))).toEqual(REQUEST);
  });

  it('asks for made-up inputs where data beside the model were put aside', async () => {
    const { data, ...others } = REQUEST.conditions;
    expect(data).toBeDefined();
    const request = { ...REQUEST, conditions: { ...others, withoutData: true } };
    expect(await parsed(optimizeCommand(request))).toEqual(request);
    await expect(parsed(`${optimizeCommand(request)} --data x`)).rejects.toThrow('--data and --no-data exclude each other');
  });

  it('says nothing of what is the default', async () => {
    const passes = [{ id: 'quantize-static', parameters: {} }];
    const conditions = { dims: {}, inputShapes: {}, threads: undefined, seed: 0 };
    const request = { ...REQUEST, path: '-m.onnx', passes, conditions, evaluationData: undefined, measure: true, rigor: 'normal' } as const;
    expect(optimizeCommand(request)).toBe('layerwise optimize ./-m.onnx --pass quantize-static');
    expect(await parsed(optimizeCommand(request))).toEqual({ ...request, path: './-m.onnx' });
  });
});
