import { describe, expect, it } from 'vitest';
import { runCli } from './runCli';

const MODEL = 'test/fixtures/models/tabular_mlp.onnx';
const COMMANDS = ['info', 'analyze', 'profile', 'suggest', 'optimize', 'compare', 'text', 'copy', 'extract', 'sweep', 'layer', 'machine'];

describe('help', () => {
  it('lists every command', async () => {
    const { code, stdout, stderr } = await runCli(['-h']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} +\\S`, 'm'));
  });

  it.each(COMMANDS)('shows the options of %s', async command => {
    const { code, stdout } = await runCli([command, '-h']);
    expect(code).toBe(0);
    expect(stdout).toContain(`layerwise ${command} `);
    expect(stdout).toContain('--json');
  });

  it('prints the version of the package', async () => {
    const { code, stdout } = await runCli(['--version']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('wrong usage ends with 2 and says what to do', () => {
  it.each([
    ['an unknown command', ['explode', MODEL], /“explode”.*layerwise -h/],
    ['an unknown option', ['info', MODEL, '--fast'], /--fast/],
    ['an option of another command', ['info', MODEL, '--pass', 'clean'], /--pass/],
    ['no model', ['profile'], /Name a model/],
    ['two models where one is meant', ['profile', MODEL, MODEL], /one model/],
    ['a number that is none', ['profile', MODEL, '--threads', 'many'], /--threads/],
    ['a comparison with nothing', ['compare', MODEL], /variant/],
    ['an unknown rigor', ['profile', MODEL, '--rigor', 'exact'], /quick, normal, strict/],
    ['two rigors', ['profile', MODEL, '--rigor', 'strict', '--quick'], /--quick/],
    ['no threads', ['profile', MODEL, '--threads', '0'], /--threads/],
    ['an unknown dimension', ['analyze', MODEL, '--dim', 'height=3'], /“height”.*It has: batch/],
    ['a dimension without a value', ['analyze', MODEL, '--dim', 'batch'], /NAME=VALUE/],
    ['an unknown pass', ['optimize', MODEL, '--pass', 'shrink'], /“shrink”.*clean/],
    ['an unknown parameter', ['optimize', MODEL, '--pass', 'clean:hard=yes'], /“hard”/],
    ['no pass', ['optimize', MODEL], /--pass/],
    ['copy without a place', ['copy', MODEL], /-o/],
    ['extract without an end', ['extract', MODEL], /--from, --to/],
    ['a tensor that there is not', ['extract', MODEL, '--to', 'logit'], /"logit"/],
    ['a model where none is meant', ['machine', MODEL], /no model/],
    ['several models and no folder', ['copy', MODEL, MODEL, '-o', 'x.onnx'], /existing folder/],
    ['a value that begins with a dash', ['optimize', MODEL, '--max-drop', '-1'], /--NAME=VALUE/],
    ['a shape of another rank', ['analyze', MODEL, '--input', 'features=30'], /1 dimensions.*\[batch, 30\]/],
    ['copy out and in at once', ['copy', MODEL, '-o', 'x.onnx', '--embed', '--external'], /exclude/],
  ] as const)('%s', async (_what, args, message) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('no command at all shows the help', async () => {
    const { code, stdout } = await runCli([]);
    expect(code).toBe(2);
    expect(stdout).toContain('layerwise COMMAND MODEL');
  });
});
