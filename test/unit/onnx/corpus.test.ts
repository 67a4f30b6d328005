import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { describeModel } from '../../../src/onnx/describeModel';
import { openModel } from '../../../src/onnx/openModel';
import { ComposedSource } from '../../../src/onnx/write/composedSource';
import { spliceModel } from '../../../src/onnx/write/spliceModel';
import { LayerwiseError } from '../../../src/shared/report/layerwiseError';

/** Public and hostile models, which are too many for the repository; without them these tests say what they left out. */
const CORPUS = path.resolve('../shared/corpus');
const UNPACKED = path.join(os.tmpdir(), 'layerwise-corpus');
const TIMEOUT_MS = 300_000;
/** A shape check of larger models is not part of the description. */
const MOST_CHECKED_NODES = 20_000;

interface OddCase {
  readonly file: string;
  readonly expect: 'opens' | 'opens-static-only' | 'clear-error';
  readonly skipped?: boolean;
}

function corpusTest(title: string, source: string, count: number, test: (source: string) => Promise<void>): void {
  const file = path.join(CORPUS, source);
  if (fs.existsSync(file)) it(title, { timeout: TIMEOUT_MS }, () => test(file));
  else it(`(${count} models of ${source} left out: they are not there) ${title}`, () => expect(fs.existsSync(file)).toBe(false));
}

function unpack(archive: string): string {
  const target = path.join(UNPACKED, path.basename(archive, '.tar.gz'));
  if (!fs.existsSync(target)) {
    fs.mkdirSync(target, { recursive: true });
    execFileSync('tar', ['xzf', archive, '-C', target]);
  }
  return target;
}

async function isRewrittenAsItWas(file: string): Promise<boolean> {
  const model = await openModel(file);
  const composed = new ComposedSource(spliceModel(model, { ...model.graph }), () => model.source, file);
  const rewritten = new Uint8Array(composed.byteLength);
  composed.readInto(rewritten, 0);
  await model.close();
  return Buffer.compare(rewritten, fs.readFileSync(file)) === 0;
}

async function outcome(file: string): Promise<OddCase['expect'] | 'crash'> {
  try {
    const model = await openModel(file);
    const { graph, reader } = model;
    const shapes = graph.nodes.count > MOST_CHECKED_NODES ? [] : analyze(graph, reader, { dims: new Map() }).problems;
    const { problems } = await describeModel(model, { problems: shapes.filter(({ reason }) => reason === 'shape-conflict') });
    await model.close();
    return problems.some(({ severity }) => severity !== 'info') ? 'opens-static-only' : 'opens';
  } catch (error) {
    return error instanceof LayerwiseError ? 'clear-error' : 'crash';
  }
}

describe('public models', () => {
  for (const [archive, count] of [
    ['onnx-backend.tar.gz', 1914],
    ['burn-onnx.tar.gz', 555],
  ] as const) {
    corpusTest('are rewritten byte for byte by the writer that edits go through', archive, count, async source => {
      const folder = unpack(source);
      const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.onnx'));
      const changed: string[] = [];
      for (const file of files) if (!(await isRewrittenAsItWas(path.join(folder, file)))) changed.push(file);
      expect(changed).toEqual([]);
      expect(files).toHaveLength(count);
    });
  }
});

describe('hostile and odd files', () => {
  corpusTest('behave as their index says', 'make_odd.mjs', 497, async generator => {
    const folder = path.join(UNPACKED, 'odd');
    if (!fs.existsSync(path.join(folder, 'index.json'))) execFileSync('node', [generator, folder]);
    const cases = JSON.parse(fs.readFileSync(path.join(folder, 'index.json'), 'utf8')) as readonly OddCase[];
    const wrong: string[] = [];
    for (const { file, expect: expected, skipped } of cases) {
      const got = skipped === true ? expected : await outcome(path.join(folder, file));
      if (got !== expected) wrong.push(`${file}: ${got} instead of ${expected}`);
    }
    expect(wrong).toEqual([]);
  });
});
