import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildModel } from '../../fixtures/buildModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, runJson } from './runCli';
import { expectValid } from './schemas';

const RESNET = 'test/fixtures/models/mnist_resnet.onnx';
const folder = temporaryFolder();

function write(name: string, content: Uint8Array | string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  return file;
}

const POINTER =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n';
const UNREADABLE = [
  [
    'not a model',
    write(
      'noise.onnx',
      Uint8Array.from({ length: 4000 }, (_, index) => (index * 37 + 11) % 256),
    ),
    /./,
  ],
  ['empty', write('empty.onnx', ''), /empty/i],
  ['text', write('text.onnx', 'This is not a model.\nIt is a text.\n'), /text/i],
  ['a Git LFS pointer', write('pointer.onnx', POINTER), /git lfs pull/i],
  ['truncated', write('truncated.onnx', fs.readFileSync(RESNET).subarray(0, 100_000)), /./],
  ['a PyTorch file', write('torch.onnx', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(200)])), /./],
  ['missing', path.join(folder, 'nowhere.onnx'), /./],
  ['a folder', folder, /./],
] as const;

describe.each(UNREADABLE)('a file that is %s', (_what, file, message) => {
  it.each([
    ['info', []],
    ['analyze', []],
    ['suggest', []],
    ['profile', []],
    ['optimize', ['--pass', 'clean', '-o', path.join(folder, 'never.onnx')]],
    ['copy', ['-o', path.join(folder, 'never.onnx')]],
    ['extract', ['--to', 'y', '-o', path.join(folder, 'never.onnx')]],
  ] as const)('ends %s with 3 and one clear sentence', async (command, args) => {
    const { code, stdout, stderr, tookMs, leftovers } = await runCli([command, file, ...args]);
    expect({ code, stdout, leftovers }).toEqual({ code: 3, stdout: '', leftovers: [] });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(path.basename(file));
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('unexpectedly');
    expect(tookMs).toBeLessThan(20_000);
    expect(fs.existsSync(path.join(folder, 'never.onnx'))).toBe(false);
  });
});

describe('missing external data', () => {
  const model = path.join(folder, 'split.onnx');
  const data = (): readonly string[] => fs.readdirSync(folder).filter(name => name.startsWith('split') && name !== 'split.onnx');

  it('is a problem where values are not needed, and an error where they are', async () => {
    await runCli(['copy', RESNET, '-o', model, '--external']);
    expect(data().length).toBeGreaterThan(0);
    for (const name of data()) fs.rmSync(path.join(folder, name));
    for (const command of ['info', 'analyze', 'suggest']) {
      const report = (await runJson([command, model])) as { problems: readonly { reason: string; severity: string }[] };
      expectValid(command === 'info' ? 'info' : 'report', report);
      expect(report.problems).toContainEqual(expect.objectContaining({ reason: 'external-data-missing' }));
    }
    for (const args of [['profile'], ['optimize', '--pass', 'clean', '-o', path.join(folder, 'never.onnx')]]) {
      const { code, stderr } = await runCli([args[0] ?? '', model, ...args.slice(1)]);
      expect({ args, code }).toEqual({ args, code: 3 });
      expect(stderr).toContain('split.onnx');
    }
    expect(fs.existsSync(path.join(folder, 'never.onnx'))).toBe(false);
  });
});

describe('what the runtime cannot do', () => {
  const unknown = write(
    'unknown.onnx',
    buildModel({
      nodes: [{ op: 'Frobnicate', domain: 'com.example', inputs: ['x'], outputs: ['y'], name: 'frob' }],
      inputs: [{ name: 'x', shape: [1, 4] }],
      outputs: [{ name: 'y', shape: [1, 4] }],
      opsets: { 'com.example': 1 },
    }),
  );

  it('shows a model with operators that nobody knows, and says which when it should run', async () => {
    expectValid('info', await runJson(['info', unknown]));
    expectValid('report', await runJson(['analyze', unknown]));
    const { code, stderr } = await runCli(['profile', unknown]);
    expect([3, 4]).toContain(code);
    expect(stderr).toContain('Frobnicate');
  });

  it('asks for dimensions that nothing tells', async () => {
    const open = write(
      'open.onnx',
      buildModel({
        nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }],
        inputs: [{ name: 'x', shape: ['batch', 'height'] }],
        outputs: [{ name: 'y' }],
      }),
    );
    const { code, stderr } = await runCli(['profile', open]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/height.*--dim/);
    const report = await runJson(['profile', open, '--dim', 'height=64', '--quick']);
    expect(report).toMatchObject({ environment: { dims: { batch: 1, height: 64 } }, inputs: [{ shape: [1, 64] }] });
  });

  it('asks for all sizes of an image at once, with usual ones', async () => {
    const image = write(
      'image.onnx',
      buildModel({
        nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }],
        inputs: [{ name: 'x', shape: ['batch', 3, 'h', 'w'] }],
        outputs: [{ name: 'y', shape: ['batch', 3, 'h', 'w'] }],
      }),
    );
    const { code, stderr } = await runCli(['profile', image]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--dim h=\d+ --dim w=\d+/);
  });

  it('names phase and node when the runtime crashes, and leaves nothing behind', async () => {
    const crash = write(
      'crash.onnx',
      buildModel({
        // The runtime reads through the empty name without a look.
        nodes: [{ op: 'Max', inputs: ['x', ''], outputs: ['y'], name: 'emptyOperand' }],
        inputs: [{ name: 'x', shape: [2, 2] }],
        outputs: [{ name: 'y', shape: [2, 2] }],
      }),
    );
    const { code, stderr, leftovers } = await runCli(['profile', crash]);
    expect({ code, leftovers }).toEqual({ code: 4, leftovers: [] });
    expect(stderr).toMatch(/run/);
    expect(stderr).toContain('emptyOperand');
  });
});
