import fs from 'node:fs';
import path from 'node:path';

/** What other tools took for a model, in milliseconds; absent where a tool fails. */
export interface ReferenceTimes {
  readonly onnxTool?: number;
  readonly symbolic?: number;
}

/** Lines `| model | tensors | seconds = load + … | … | … | … | … | … | milliseconds | % |` of the table of times. */
const ROW = /^\| (\w+) \| \d+ \| (?:([\d.]+) = [^|]*|[^|]*) \|(?:[^|]*\|){5} (?:([\d.]+)|[^|]*) \|[^|]*\|$/;

/** Times that were measured once on another machine and stand in `reference.md` beside the skeletons, by model. */
export function referenceTimes(folder: string): ReadonlyMap<string, ReferenceTimes> {
  const file = path.join(folder, 'reference.md');
  const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : [];
  return new Map(
    lines.flatMap(line => {
      const [, name, seconds, milliseconds] = ROW.exec(line) ?? [];
      if (name === undefined) return [];
      const onnxTool = seconds === undefined ? {} : { onnxTool: 1000 * Number(seconds) };
      return [[name, { ...onnxTool, ...(milliseconds === undefined ? {} : { symbolic: Number(milliseconds) }) }] as const];
    }),
  );
}
