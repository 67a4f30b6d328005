import { describe, expect, it } from 'vitest';
import { parseDims, parseInputShapes } from '../../../src/cli/dims';
import { exitCodeOf } from '../../../src/cli/exitCode';
import { parseOptions } from '../../../src/cli/options';
import { parsePassCall, parsePassCalls } from '../../../src/cli/passCalls';
import { REASONS } from '../../../src/shared/report/reason';
import type { PassDescription } from '../../../src/shared/report/passDescription';

const TABLE: readonly PassDescription[] = [
  {
    id: 'prune-channels',
    title: 'Prune',
    description: '',
    fileTag: 'prune',
    needs: 'calibration',
    promise: 'lossy',
    parameters: [
      { name: 'macs', title: 'MACs', type: 'number', minimum: 0, maximum: 1, description: '' },
      { name: 'scope', title: 'Scope', type: 'choice', choices: ['auto', 'inner', 'all'], default: 'auto', description: '' },
      { name: 'max-drop', title: 'Budget', type: 'number', minimum: 0, description: '' },
    ],
  },
];
const PASS_OPTIONS = ['pass', 'recipe', 'max-drop'] as const;

describe('parseOptions', () => {
  it('separates models, flags and values', () => {
    const options = parseOptions(['a.onnx', '--json', '--threads', '2', 'b.onnx'], ['json', 'threads']);
    expect(options.models).toEqual(['a.onnx', 'b.onnx']);
    expect(options.flag('json')).toBe(true);
    expect(options.integer('threads', 1)).toBe(2);
  });

  it.each([[['--nonsense']], [['--threads']]])('refuses %j as wrong usage', args => {
    expect(() => parseOptions(args, ['json', 'threads'])).toThrow(expect.objectContaining({ reason: 'usage' }));
  });

  it.each(['0', '1.5', 'two', ''])('refuses --threads “%s”', value => {
    const options = parseOptions(['--threads', value], ['threads']);
    expect(() => options.integer('threads', 1)).toThrow(expect.objectContaining({ reason: 'usage' }));
  });
});

describe('dims and shapes', () => {
  it('splits at the last “=”, since symbols may hold one', () => {
    expect(parseDims(parseOptions(['--dim', 'a=b=3', '--dim', 'batch=0'], ['dim']))).toEqual(
      new Map([
        ['a=b', 3],
        ['batch', 0],
      ]),
    );
  });

  it('takes shapes with commas or ×, and scalars', () => {
    const options = parseOptions(['--input', 'x=1,3,224,224', '--input', 'y=1x2', '--input', 's='], ['input']);
    expect(parseInputShapes(options)).toEqual(
      new Map([
        ['x', [1, 3, 224, 224]],
        ['y', [1, 2]],
        ['s', []],
      ]),
    );
  });

  it.each(['batch', '=3', 'n=-1', 'n=2.5'])('refuses --dim %s', text => {
    expect(() => parseDims(parseOptions([`--dim=${text}`], ['dim']))).toThrow(expect.objectContaining({ reason: 'usage' }));
  });
});

describe('passes', () => {
  it('reads parameters as booleans, numbers or text', () => {
    expect(parsePassCall('p:macs=0.5,scope=inner,on=true')).toEqual({ id: 'p', parameters: { macs: 0.5, scope: 'inner', on: true } });
  });

  it('puts --max-drop where a pass says nothing itself', async () => {
    const call = await parsePassCalls(parseOptions(['--pass', 'prune-channels', '--max-drop', '0.5'], PASS_OPTIONS), TABLE);
    expect(call).toEqual([{ id: 'prune-channels', parameters: { 'max-drop': 0.5 } }]);
    const explicit = await parsePassCalls(parseOptions(['--pass', 'prune-channels:max-drop=1', '--max-drop', '0.5'], PASS_OPTIONS), TABLE);
    expect(explicit[0]?.parameters).toEqual({ 'max-drop': 1 });
  });

  it.each([
    'nonsense',
    'prune-channels:width=3',
    'prune-channels:scope=some',
    'prune-channels:macs=2',
    'prune-channels:macs',
    'prune-channels:macs=half',
  ])('refuses --pass %s', async text => {
    await expect(parsePassCalls(parseOptions(['--pass', text], PASS_OPTIONS), TABLE)).rejects.toMatchObject({ reason: 'usage' });
  });
});

it('has an exit code of the contract for every reason', () => {
  for (const reason of REASONS) expect([1, 2, 3, 4, 130]).toContain(exitCodeOf(reason));
});
