import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { openModel } from '../../src/onnx/openModel';
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

  /** Writes what it makes of a model as `output` and gives the result as a line; weights have to be in the model's file. */
  async lineFor(file: string, output: string): Promise<string> {
    const { stdout, stderr, status } = spawnSync(process.execPath, [this.program, file, output], { encoding: 'utf8', timeout: LIMIT_MS });
    const reason = stderr.split('\n').find(line => /error|cannot|not /i.test(line)) ?? 'no answer';
    if (status !== 0 || !fs.existsSync(output)) return `fails: ${reason.slice(0, 120)}`;
    const model = await openModel(output);
    const { nodeCount } = mainGraph(model.graph);
    await model.close();
    return `${String(nodeCount)} nodes in ${Number(stdout.split('\n').at(-1)).toFixed(1)} s, file × ${(fs.statSync(output).size / fs.statSync(file).size).toFixed(3)}`;
  }
}
