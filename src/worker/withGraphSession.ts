import fs from 'node:fs/promises';
import path from 'node:path';
import type { OnnxModel } from '../onnx/openModel';
import { writeModel } from '../onnx/writeModel';
import { writeSkeleton } from '../onnx/writeSkeleton';
import type { Graph } from '../shared/graph/graph';
import type { SessionId, SessionOptions } from '../shared/protocol/workerRunner';
import { castBorders } from './castCopy/castBorders';
import { inTermsOf } from './inTermsOf';
import type { RunnerProcess } from './runnerProcess';

export interface GraphSession {
  readonly runner: RunnerProcess;
  /** Where the graph came from by edits. */
  readonly model: OnnxModel;
  /** Of the copy, which is removed in the end. */
  readonly name: string;
}

/** A model file that a graph was written to, and what its session needs besides. */
export interface GraphFile {
  readonly file: string;
  readonly options: Pick<SessionOptions, 'dataFolder'>;
  /** What was written: with casts at its borders where the binding needs them. */
  readonly graph: Graph;
}

/** Gives `use` a file of a graph, written to the runner's private folder for it. */
export async function withGraphFile<T>(
  { runner, model, name }: GraphSession,
  graph: Graph,
  use: (file: GraphFile) => Promise<T>,
): Promise<T> {
  const file = path.join(runner.folder, `${name}.onnx`);
  const runnable = castBorders(graph)?.graph ?? graph;
  const skeleton = await writeSkeleton(model, runnable, file);
  if (skeleton === undefined) await writeModel(model, runnable, file);
  try {
    return await use({ file, options: skeleton ?? {}, graph: runnable });
  } finally {
    await fs.rm(file, { force: true });
  }
}

/** The same with a session of it. Throws what the runtime says, in terms of `model`. */
export function withGraphSession<T>(
  parts: GraphSession,
  graph: Graph,
  options: SessionOptions,
  use: (session: SessionId) => Promise<T>,
): Promise<T> {
  const { runner, model } = parts;
  return withGraphFile(parts, graph, async ({ file, options: skeleton }) => {
    const { session } = await runner.createSession(file, { ...options, ...skeleton }).catch(inTermsOf(file, model.path));
    try {
      return await use(session);
    } finally {
      await runner.releaseSession(session).catch(() => undefined);
    }
  });
}
