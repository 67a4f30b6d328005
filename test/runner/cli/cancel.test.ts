import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildModel } from '../../fixtures/buildModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli } from './runCli';

const RESNET = path.resolve('test/fixtures/models/mnist_resnet.onnx');
const folder = temporaryFolder();
/** All processes below one, by /proc; elsewhere the check of leftovers has to do. */
const CAN_SEE_PROCESSES = fs.existsSync('/proc/self/stat');

function descendants(pid: number): readonly number[] {
  const children = fs
    .readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(candidate => parentOf(candidate) === pid);
  return children.flatMap(child => [child, ...descendants(child)]);
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(
      fs
        .readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
        .split(') ')
        .at(-1)
        ?.split(' ')[1],
    );
  } catch {
    return undefined;
  }
}

/** Sends the signal as soon as the program has started a child, or after a while where that cannot be seen. Returns the processes that it had started. */
async function interrupt(pid: number, signal: NodeJS.Signals): Promise<readonly number[]> {
  const deadline = Date.now() + 20_000;
  let started: readonly number[] = [];
  while (started.length === 0 && Date.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, 50));
    started = CAN_SEE_PROCESSES ? descendants(pid) : Date.now() > deadline - 18_000 ? [pid] : [];
  }
  await new Promise(resolve => setTimeout(resolve, 300));
  const seen = CAN_SEE_PROCESSES ? [...new Set([...started, ...descendants(pid)])] : [];
  process.kill(pid, signal);
  return seen;
}

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', signal => {
  it.each([
    ['profile', [RESNET]],
    ['optimize', [RESNET, '--pass', 'quantize-static', '-o', path.join(folder, `${signal}.onnx`)]],
  ] as const)('ends %s with 130, leaving no process and no file', async (command, args) => {
    let seen: Promise<readonly number[]> = Promise.resolve([]);
    const started = (pid: number): void => {
      seen = interrupt(pid, signal);
    };
    const run = await runCli([command, ...args], { started });
    const processes = await seen;
    expect({ code: run.code, leftovers: run.leftovers, stdout: run.stdout }).toEqual({ code: 130, leftovers: [], stdout: '' });
    expect(run.stderr).toContain('Cancelled');
    if (CAN_SEE_PROCESSES) expect(processes.length).toBeGreaterThan(0);
    expect(processes.filter(pid => fs.existsSync(`/proc/${String(pid)}`))).toEqual([]);
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});

/** A model that is read and analysed without a pause: a signal that waits for one would find everything printed. */
function longChain(): string {
  const file = path.join(temporaryFolder(), 'chain.onnx');
  const nodes = Array.from({ length: 300_000 }, (_, node) => ({ op: 'Relu', inputs: [`t${node}`], outputs: [`t${node + 1}`] }));
  const [inputs, outputs] = [[{ name: 't0', shape: [1, 64] }], [{ name: `t${nodes.length}`, shape: [1, 64] }]];
  fs.writeFileSync(file, buildModel({ nodes, inputs, outputs }));
  return file;
}

/** Sends the signal as soon as the file is open, which it is as long as it is analysed. */
async function interruptReader(pid: number, file: string, signal: NodeJS.Signals): Promise<void> {
  const isOpen = (): boolean => {
    const folder = `/proc/${String(pid)}/fd`;
    return fs.readdirSync(folder).some(name => fs.readlinkSync(path.join(folder, name), 'utf8') === file);
  };
  while (CAN_SEE_PROCESSES && !attempt(isOpen)) await new Promise(resolve => setTimeout(resolve, 5));
  if (!CAN_SEE_PROCESSES) await new Promise(resolve => setTimeout(resolve, 1500));
  process.kill(pid, signal);
}

function attempt(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

describe('Ctrl+C in a long analysis', () => {
  it.each(['info', 'analyze', 'suggest', 'profile'])('ends %s at once with 130', async command => {
    const file = longChain();
    const started = (pid: number): void => void interruptReader(pid, file, 'SIGINT');
    const run = await runCli([command, file, '--json'], { started });
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 130, stdout: '' });
    expect(run.stderr).toContain('Cancelled');
  });
});
