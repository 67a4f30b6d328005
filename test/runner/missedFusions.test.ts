import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze';
import { missedFusions } from '../../src/analysis/fusions/missedFusions';
import { openModel } from '../../src/onnx/openModel';
import type { FusionCondition } from '../../src/shared/report/missedFusion';
import { buildModel, type FixtureModel } from '../fixtures/buildModel';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { quickProfile } from './jobFixtures';

const folder = temporaryFolder();

const weight = (name: string, ...dims: readonly number[]): NonNullable<FixtureModel['initializers']>[number] => ({
  name,
  dims,
  values: Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, (_, index) => Math.sin(index)),
});

function biased(shape: readonly (number | string)[], bias: readonly number[]): FixtureModel {
  return {
    inputs: [{ name: 'x', shape }],
    initializers: [weight('w', 4, 5), weight('b', ...bias)],
    nodes: [
      { op: 'MatMul', inputs: ['x', 'w'], outputs: ['m'] },
      { op: 'Add', inputs: ['b', 'm'], outputs: ['y'] },
    ],
    outputs: [{ name: 'y' }],
  };
}

function skipped(readTwice: boolean): FixtureModel {
  const shape = [2, 3, 4];
  const reader = readTwice ? [{ op: 'Exp', inputs: ['s'], outputs: ['e'] }] : [];
  return {
    inputs: [
      { name: 'x', shape },
      { name: 'z', shape },
    ],
    initializers: [weight('g', 4), weight('b', 4)],
    nodes: [
      { op: 'Add', inputs: ['x', 'z'], outputs: ['s'] },
      { op: 'LayerNormalization', inputs: ['s', 'g', 'b'], outputs: ['y'] },
      ...reader,
    ],
    outputs: [{ name: 'y' }, ...(readTwice ? [{ name: 'e' }] : [])],
  };
}

async function conditions(name: string, model: FixtureModel): Promise<readonly FusionCondition[]> {
  const file = path.join(folder, `${name}.onnx`);
  fs.writeFileSync(file, buildModel(model));
  const { kernels } = await quickProfile(file, { dims: { batch: 2 } });
  const opened = await openModel(file);
  try {
    const analysis = analyze(opened.graph, opened.reader, { dims: new Map() });
    return missedFusions(opened.graph, analysis, kernels).map(({ condition }) => condition);
  } finally {
    await opened.close();
  }
}

describe('missedFusions, of what the runtime really ran', () => {
  it.each<readonly [string, FixtureModel, readonly FusionCondition[]]>([
    ['a product of fixed sizes is fused', biased([2, 3, 4], [5]), []],
    ['one with an open batch is not', biased(['batch', 3, 4], [5]), ['dynamic-dimension']],
    ['matrices with an open batch are fused', biased(['batch', 4], [5]), []],
    ['a bias of two dimensions is not', biased([2, 3, 4], [1, 5]), ['shape']],
    ['a sum before a normalization is fused', skipped(false), []],
    ['one that is read twice is not', skipped(true), ['second-reader']],
  ])('%s', async (name, model, expected) => {
    expect(await conditions(name.replaceAll(' ', '-'), model)).toEqual(expected);
  });
});
