import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { MemorySource } from '../../../../src/onnx/memorySource';
import { modelText } from '../../../../src/onnx/text/modelText';
import { parseModelText } from '../../../../src/onnx/text/parse/parseModelText';
import { normalizedModel } from '../../../fixtures/normalizedModel';

/** Public models, which are too many for the repository; without them these tests say what they left out. */
const CORPUS = path.resolve('../shared/corpus');
const TIMEOUT_MS = 300_000;
const unpacked = fs.mkdtempSync(path.join(os.tmpdir(), 'layerwise-text-'));
afterAll(() => fs.rmSync(unpacked, { recursive: true, force: true }));

type Outcome = 'same' | 'said what is missing' | 'different';

function outcome(file: string): Outcome {
  const bytes = fs.readFileSync(file);
  const pieces = modelText(new MemorySource(bytes, file), { full: true, raw: true });
  let text = '';
  let piece = pieces.next();
  for (; piece.done !== true; piece = pieces.next()) text += piece.value;
  const isSame = isDeepStrictEqual(normalizedModel(parseModelText(text, file)), normalizedModel(bytes));
  if (isSame === (piece.value.problems.length === 0)) return isSame ? 'same' : 'said what is missing';
  return 'different';
}

describe('public models', () => {
  it.each([
    // Those that are not the same have metadata_props or doc_string on nodes, graphs or values.
    ['onnx-backend', { same: 1914 }],
    ['burn-onnx', { same: 539, 'said what is missing': 16 }],
  ])('of %s are the same when they were written as text and read', { timeout: TIMEOUT_MS }, (archive, expected) => {
    const source = path.join(CORPUS, `${archive}.tar.gz`);
    if (!fs.existsSync(source)) {
      console.warn(`${source} is not there: ${Object.values(expected).reduce((sum, count) => sum + count, 0)} models left out`);
      expect(fs.existsSync(source)).toBe(false);
      return;
    }
    const folder = path.join(unpacked, archive);
    fs.mkdirSync(folder);
    execFileSync('tar', ['xzf', source, '-C', folder]);
    const counts: Partial<Record<Outcome, number>> = {};
    for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.onnx')) continue;
      const result = outcome(path.join(folder, name));
      counts[result] = (counts[result] ?? 0) + 1;
    }
    expect(counts).toEqual(expected);
  });
});
