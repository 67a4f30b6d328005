// A worker without a runtime: what it does stands in the name of the model that it is asked about.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {
  cancelWork,
  describePasses,
  readMachine,
  runDryRun,
  runLayer,
  runMachine,
  runOptimize,
  runProfile,
  workerPartialProfile,
  workerProgress,
} from '../../src/shared/protocol/engineWorker';
import { ipcConnection } from '../../src/shared/protocol/ipcConnection';
import { Link } from '../../src/shared/protocol/link';
import { LayerwiseError } from '../../src/shared/report/layerwiseError';
import { knownRoofs } from '../../src/worker/machineProbe/knownRoofs';
import { MachineCache } from '../../src/worker/machineProbe/machineCache';
import { sampleLayerTiming } from '../fixtures/sampleLayerTiming';
import { sampleMachine, sampleRoofs } from '../fixtures/sampleMachine';
import { sampleOptimizeResult } from './sampleOptimizeResult';
import { sampleProfile } from './sampleProfile';

const link = new Link(ipcConnection(process));
process.on('disconnect', () => process.exit(0));

/** A machine with so many threads is never measured to the end. */
const SLOW_MACHINE = 99;

const never = new Promise<never>(() => undefined);

async function behave(model: string): Promise<void> {
  const name = path.basename(model);
  link.notify(workerProgress, { phase: 'Running', fraction: 0.5, detail: '1 of 2', steps: [] });
  if (name.startsWith('refuse')) throw new LayerwiseError('dimension-needed', 'Choose a value for seq.', { node: 'x' });
  if (name.startsWith('crash')) {
    process.stderr.write('about to crash\n');
    process.kill(process.pid, 'SIGSEGV');
    await never;
  }
  if (name.startsWith('tidy')) {
    fs.writeFileSync(`${model}.written`, '');
    await new Promise<void>(resolve => link.on(cancelWork, () => resolve()));
    fs.rmSync(`${model}.written`);
    throw new LayerwiseError('cancelled', 'Cancelled.');
  }
  if (name.startsWith('hang')) {
    // Something that the worker itself started must end with it.
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
    fs.writeFileSync(`${model}.pids`, JSON.stringify([process.pid, child.pid]));
    fs.writeFileSync('left-behind.txt', '');
    fs.writeFileSync(`${model}.folder`, process.cwd());
    await never;
  }
}

link.handle(runLayer, async ({ path: model, node }) => {
  await behave(model);
  return sampleLayerTiming(node);
});
link.handle(runProfile, async ({ path: model }) => {
  await behave(model);
  link.notify(workerPartialProfile, sampleProfile());
  return sampleProfile();
});
link.handle(runOptimize, async ({ path: model, passes }) => {
  await behave(model);
  const output = model.replace(/\.onnx$/, `.${passes[0]?.id ?? 'none'}.onnx`);
  fs.writeFileSync(output, 'optimized');
  return sampleOptimizeResult(model, output);
});
link.handle(runMachine, async ({ threads }) => {
  link.notify(workerProgress, { phase: 'Measure the roofs', fraction: 0.5, detail: '', steps: [] });
  if (threads === SLOW_MACHINE) await never;
  const report = { ...sampleMachine, roofs: [{ ...sampleRoofs, threads: 2 }] };
  new MachineCache().write(2, report);
  return report;
});
link.handle(readMachine, ({ threads, onnxruntime }) => ({ isa: sampleMachine.isa, roofs: knownRoofs(threads, onnxruntime) }));
link.handle(describePasses, () => []);
link.handle(runDryRun, async ({ path: model, passes }) => {
  if (passes.some(({ id }) => id === 'slow')) await never;
  return { pass: passes.map(({ id }) => id).join(', '), passes: [], layers: [], nodesBefore: 1, nodesAfter: 1, notes: [model] };
});
