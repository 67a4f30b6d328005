import type { Problem } from '../../shared/report/problem';
import type { ByteSource } from '../byteSource';
import { ModelTextWriter } from './syntax/modelTextWriter';
import { showable } from './syntax/names';
import { readModelParts } from './syntax/readModelParts';
import type { ConstantLimit } from './syntax/tensorText';
import { TextLosses } from './syntax/textLosses';
import { TextSink, type NodePath } from './syntax/textSink';

const CHUNK = 1 << 18;
/** Constants of at most as many values are written in full: shapes, axes, pads, scales. */
const LONGEST_CONSTANT = 16;
const SHOWN_VALUES = 8;

export interface ModelTextOptions {
  /** Every value of every constant; else long ones are abbreviated by `...`, and the text cannot be read back. */
  readonly full: boolean;
  /** Names and texts as they are, line ends and control characters included; else a mark stands for each of those. */
  readonly raw: boolean;
}

/** What is known when a text is written to its end. */
export interface ModelTextSummary {
  /** What the text does not say, and why. */
  readonly problems: readonly Problem[];
  /** Constants with fewer values than they have. */
  readonly abbreviated: number;
  /** Path id of the node of every line (ended by a line feed), `undefined` for lines of no node. */
  readonly nodeOfLine: readonly (NodePath | undefined)[];
}

/**
 * The model in `source` in the official ONNX text syntax, in pieces, so that a model of any size can be written; the last lines are comments that
 * say what the syntax could not hold. Reads the values of weights only when they are written. Throws `LayerwiseError` `truncated`, `corrupt`, `io`.
 */
export function* modelText(source: ByteSource, { full, raw }: ModelTextOptions): Generator<string, ModelTextSummary> {
  const sink = new TextSink();
  const losses = new TextLosses();
  let abbreviated = 0;
  const limit: ConstantLimit = { longest: full ? Infinity : LONGEST_CONSTANT, shown: SHOWN_VALUES, onAbbreviated: () => abbreviated++ };
  const writer = new ModelTextWriter(sink, losses, limit, raw);
  const { header, graph, functions } = readModelParts(source, full, losses);
  const flush = (): readonly string[] => (sink.pending < CHUNK ? [] : [sink.take()]);
  writer.header(header);
  for (const _ of writer.mainGraph(graph)) yield* flush();
  for (const fn of functions) for (const _ of writer.modelFunction(fn)) yield* flush();
  const problems = losses.list();
  for (const { message } of problems) sink.line(`# ${showable(message)}`);
  if (abbreviated > 0) sink.line(`# ${abbreviated} long constants are abbreviated by "..."; only the full text can be read back.`);
  yield sink.take();
  return { problems, abbreviated, nodeOfLine: sink.nodeOfLine };
}
