import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { bytesOnDisk } from '../../src/onnx/bytesOnDisk';
import { openModel } from '../../src/onnx/openModel';
import { writeModel } from '../../src/onnx/writeModel';
import { mainGraph } from '../../src/shared/graph/traversal';

const PACKAGE = 'onnxsim@0.7.3';
const LIMIT_MS = 120_000;

/** In a process of its own: reads a model, simplifies it, writes it and prints the seconds that simplifying took. */
const PROGRAM = `
import fs from 'node:fs';
import { simplify } from 'onnxsim';
const [input, output] = process.argv.slice(2);
const bytes = fs.readFileSync(input);
const start = performance.now();
const { model } = await simplify(bytes);
process.stdout.write('\\n' + String((performance.now() - start) / 1000));
fs.writeFileSync(output, model);
`;

/** The other simplifier of the field, from npm. */
export class Onnxsim {
  private constructor(private readonly program: string) {}

  /** Installs it into `folder`; a sentence where that does not work. */
  static install(folder: string): Onnxsim | string {
    const own = fs.mkdtempSync(path.join(folder, 'onnxsim-'));
    const options = { encoding: 'utf8', timeout: LIMIT_MS } as const;
    const { status } = spawnSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', own, PACKAGE], options);
    if (status !== 0) return `${PACKAGE} is left out: npm cannot install it here.`;
    const program = path.join(own, 'simplify.mjs');
    fs.writeFileSync(program, PROGRAM);
    return new Onnxsim(program);
  }

  /** Writes what it makes of a model as `output` and gives the result as a line. It takes a model with its weights, so a copy that holds them is made before. */
  async lineFor(file: string, output: string): Promise<string> {
    const whole = `${output}.whole`;
    const original = await openModel(file);
    try {
      await writeModel(original, original.graph, whole, { weights: 'embed' });
      const { stdout, stderr, status } = spawnSync(process.execPath, [this.program, whole, output], {
        encoding: 'utf8',
        timeout: LIMIT_MS,
      });
      const reason = stderr.split('\n').find(line => /error|cannot|not /i.test(line)) ?? 'no answer';
      if (status !== 0 || !fs.existsSync(output)) return `fails: ${reason.slice(0, 120)}`;
      const nodes = `${String(mainGraph(original.graph).nodeCount).padStart(5)} → ${String(await nodesOf(output)).padEnd(5)} nodes`;
      const growth = (fs.statSync(output).size / bytesOnDisk(original)).toFixed(3);
      return `${nodes} in ${Number(stdout.split('\n').at(-1)).toFixed(2)} s, file × ${growth}`;
    } finally {
      await original.close();
      fs.rmSync(whole, { force: true });
    }
  }
}

async function nodesOf(file: string): Promise<number> {
  const model = await openModel(file);
  await model.close();
  return mainGraph(model.graph).nodeCount;
}
