import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import v8 from 'node:v8';
import { OpenDocument } from '../../src/engine/models/openDocument';
import { onnx } from '../../src/onnx/generated/onnx';
import { openModel } from '../../src/onnx/openModel';
import { writeModel } from '../../src/onnx/writeModel';
import { writeSkeleton } from '../../src/onnx/writeSkeleton';
import { applyEdits } from '../../src/shared/graph/applyEdits';
import { optimizeLater } from '../../src/shared/base/optimizeLater';
import type { Graph } from '../../src/shared/graph/graph';

/** What a case took, in the process that it had for itself. */
export interface Measurement {
  readonly ms: number;
  readonly peakRssBytes: number;
}

/** Does something with a model file; what comes before `start()` does not count. */
type Case = (file: string, netron: string, start: () => void) => Promise<void> | void;

const REPETITIONS_WARM_ENGINE = 3;

/** One node replaced by another one. */
function edited(graph: Graph): Graph {
  const gelu = { name: 'changed', op: 'Sigmoid', domain: '', inputs: ['h3'], outputs: ['v4'], attributes: new Map(), origins: [7] };
  return applyEdits(graph, { edits: [{ kind: 'replaceNodes', nodes: [7], at: 7, with: [gelu] }] });
}

async function openOnce(file: string): Promise<void> {
  const model = await openModel(file);
  await model.close();
}

/** Makes the process one that has done this before. */
async function warmUp(run: () => Promise<unknown>): Promise<void> {
  for (let repetition = 0; repetition < REPETITIONS_WARM_ENGINE; repetition++) await run();
}

function otherModel(file: string): string {
  return path.join(path.dirname(file), 'nodes10k.onnx');
}

/** What the engine does until the first layers of a model are shown, or all of them. */
async function showOnce(file: string, isWhole: boolean): Promise<unknown> {
  const document = await OpenDocument.open(file, true, {});
  const first = document.beginning() ?? document.view;
  if (isWhole) await document.prepare();
  const made = { token: document.token, first, view: isWhole ? document.view : first };
  await document.close();
  return made;
}

/** The model is open already when a pass asks for a copy with further outputs. */
async function instrumentOnce(file: string, start: () => void = () => undefined): Promise<void> {
  const model = await openModel(file);
  start();
  const graph = applyEdits(model.graph, {
    edits: [
      { kind: 'addOutput', name: 'h3' },
      { kind: 'addOutput', name: 'h200' },
    ],
  });
  const skeleton = `${file}.skeleton.onnx`;
  fs.rmSync(skeleton, { force: true });
  await writeSkeleton(model, graph, skeleton);
  await model.close();
}

interface NetronReader {
  readonly BinaryReader: { open(data: Uint8Array): unknown };
}

interface NetronMessages {
  readonly onnx: { readonly ModelProto: { decode(reader: unknown): unknown } };
}

/** Netron's decoder of a whole model, from the folder of its modules, which the bundler must not look for. */
async function netronDecoder(folder: string): Promise<(bytes: Uint8Array) => unknown> {
  const at = (name: string): string => pathToFileURL(path.join(folder, name)).href;
  const reader = (await import(at('protobuf.js'))) as NetronReader;
  const messages = (await import(at('onnx-proto.js'))) as NetronMessages;
  return bytes => messages.onnx.ModelProto.decode(reader.BinaryReader.open(bytes));
}

export const CASES: Readonly<Record<string, Case>> = {
  open: async (file, _, start) => {
    await warmUp(() => openOnce(otherModel(file)));
    start();
    await openOnce(file);
  },
  /** The same in a process that has opened nothing before, as the command line does. */
  'new process': async (file, _, start) => {
    start();
    await openOnce(file);
  },
  /** What the editor waits for when its engine has shown models before: all of a model, or the first layers of one with many. */
  editor: async (file, _, start) => {
    await warmUp(() => showOnce(otherModel(file), true));
    start();
    await showOnce(file, false);
  },
  'all layers': async (file, _, start) => {
    await warmUp(() => showOnce(otherModel(file), true));
    start();
    await showOnce(file, true);
  },
  write: async (file, _, start) => {
    start();
    const model = await openModel(file);
    const output = `${file}.variant.onnx`;
    await writeModel(model, edited(model.graph), output);
    await model.close();
  },
  copy: (file, _, start) => {
    start();
    const output = `${file}.copy`;
    const { status } = spawnSync('cp', ['--reflink=never', file, output]);
    if (status !== 0) spawnSync('cp', [file, output]);
    const descriptor = fs.openSync(output, 'r+');
    fs.fsyncSync(descriptor);
    fs.closeSync(descriptor);
  },
  instrument: async (file, _, start) => {
    await warmUp(() => instrumentOnce(file));
    await instrumentOnce(file, start);
  },
  protobufjs: (file, _, start) => {
    start();
    onnx.ModelProto.decode(fs.readFileSync(file));
  },
  netron: async (file, netron, start) => {
    const decode = await netronDecoder(netron);
    start();
    decode(fs.readFileSync(file));
  },
};

/** What the engine or the command line does, which put V8's optimizing compilers off. */
const PUT_OFF = new Set(['open', 'new process', 'editor', 'all layers']);

/** Runs a case in this process, which was started for it. */
export async function runCase(name: string, file: string, netron: string): Promise<Measurement> {
  const run = CASES[name];
  if (run === undefined) throw new Error(`There is no case ${name}.`);
  if (PUT_OFF.has(name)) optimizeLater(process.versions.v8, v8.setFlagsFromString);
  let started = performance.now();
  await run(file, netron, () => (started = performance.now()));
  return { ms: performance.now() - started, peakRssBytes: process.resourceUsage().maxRSS * 1024 };
}
