import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { OpenDocument } from '../../src/engine/models/openDocument';
import { onnx } from '../../src/onnx/generated/onnx';
import { openModel } from '../../src/onnx/openModel';
import { writeModel } from '../../src/onnx/writeModel';
import { writeSkeleton } from '../../src/onnx/writeSkeleton';
import { applyEdits } from '../../src/shared/graph/applyEdits';
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
    start();
    await openOnce(file);
  },
  /** What the editor waits for when its engine has opened models before: the open model with its static analysis. */
  editor: async (file, _, start) => {
    const small = path.join(path.dirname(file), 'nodes10k.onnx');
    for (let repetition = 0; repetition < REPETITIONS_WARM_ENGINE; repetition++) await (await OpenDocument.open(small, true, {})).close();
    start();
    await (await OpenDocument.open(file, true, {})).close();
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
  /** The model is open already when a pass asks for a copy with further outputs. */
  instrument: async (file, _, start) => {
    const model = await openModel(file);
    start();
    const graph = applyEdits(model.graph, {
      edits: [
        { kind: 'addOutput', name: 'h3' },
        { kind: 'addOutput', name: 'h200' },
      ],
    });
    await writeSkeleton(model, graph, `${file}.skeleton.onnx`);
    await model.close();
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

/** Runs a case in this process, which was started for it. */
export async function runCase(name: string, file: string, netron: string): Promise<Measurement> {
  const run = CASES[name];
  if (run === undefined) throw new Error(`There is no case ${name}.`);
  let started = performance.now();
  await run(file, netron, () => (started = performance.now()));
  return { ms: performance.now() - started, peakRssBytes: process.resourceUsage().maxRSS * 1024 };
}
