import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { EvaluatedShapes } from '../../../src/analysis/shapes/evaluatedShapes';
import { inferShapes, type ShapeInference } from '../../../src/analysis/shapes/inferShapes';
import { openModel } from '../../../src/onnx/openModel';
import { nodeOutputs } from '../../../src/shared/graph/traversal';

/** Real architectures with shapes measured by running them; they lie beside the checkout, not in it. */
const FOLDER = path.resolve('..', 'shared', 'models', 'skeletons');
const MODELS = fs.existsSync(FOLDER) ? fs.readdirSync(FOLDER).filter(file => file.endsWith('.golden.json')) : [];

interface Golden {
  readonly inputs: readonly { readonly shape: readonly number[]; readonly symbolic?: Readonly<Record<string, string>> }[];
  readonly nodes: readonly {
    readonly macs: number;
    readonly outputs: readonly { readonly name: string; readonly dtype: string; readonly shape: readonly number[] }[];
  }[];
  readonly dataDependent?: readonly string[];
  readonly totalMacs: number;
  readonly params: number;
  readonly batchNormStats: number;
  readonly constantNodeFloats: number;
  readonly weightBytes: number;
  readonly peakActivationBytes: number;
}

function sizesOf(golden: Golden): ReadonlyMap<string, number> {
  return new Map(
    golden.inputs.flatMap(({ shape, symbolic = {} }) =>
      Object.entries(symbolic).map(([axis, name]) => [name, shape[Number(axis)] ?? 1] as const),
    ),
  );
}

/** Sizes that image models with four strides of 2 take: multiples of 32 grow by 32, others by 1. */
function otherSize(size: number, offset: number): number {
  return size + offset * (size % 32 === 0 ? 32 : 1);
}

async function openedSkeleton(file: string) {
  const model = await openModel(path.join(FOLDER, file.replace('.golden.json', '.onnx')));
  return { graph: model.graph, reader: model.reader, close: () => model.close() };
}

describe('goldens', () => {
  it.each(MODELS)('%s', async file => {
    const golden = JSON.parse(fs.readFileSync(path.join(FOLDER, file), 'utf8')) as Golden;
    const model = await openModel(path.join(FOLDER, file.replace('.golden.json', '.onnx')));
    const { graph, reader } = model;
    const { tensors, columns, totals, problems } = analyze(graph, reader, { dims: sizesOf(golden) });
    await model.close();
    const skipped = new Set(golden.dataDependent);
    const found = golden.nodes.map((node, id) => ({
      macs: columns.find(column => column.id === 'macs')?.values[id],
      outputs: node.outputs
        .filter(({ name }) => !skipped.has(name))
        .map(({ name }) => Array.from(nodeOutputs(graph, id), tensor => tensors[tensor]).find(facts => facts?.name === name))
        .map(facts => ({ name: facts?.name, dtype: facts?.dtype, shape: facts?.shape })),
    }));
    expect(found).toEqual(golden.nodes.map(({ macs, outputs }) => ({ macs, outputs: outputs.filter(({ name }) => !skipped.has(name)) })));
    expect(totals).toMatchObject({
      nodes: golden.nodes.length,
      macs: golden.totalMacs,
      params: golden.params,
      batchNormStats: golden.batchNormStats,
      constantParams: golden.constantNodeFloats,
      weightBytes: golden.weightBytes,
      peakActivationBytes: golden.peakActivationBytes,
    });
    expect(problems.filter(({ reason }) => reason === 'shape-conflict')).toEqual([]);
  });

  it.each(MODELS)('%s, symbols kept: three assignments give what inference with numbers gives', async file => {
    const golden = JSON.parse(fs.readFileSync(path.join(FOLDER, file), 'utf8')) as Golden;
    const { graph, reader, close } = await openedSkeleton(file);
    const symbolic = inferShapes(graph, reader, { dims: new Map() });
    for (const offset of [0, 1, 2]) {
      const sizes = new Map([...sizesOf(golden)].map(([name, size]) => [name, otherSize(size, offset)] as const));
      const numbers = inferShapes(graph, reader, { dims: sizes });
      const evaluated = new EvaluatedShapes(graph, symbolic, sizes);
      const shapes = (of: ShapeInference) => graph.tensors.names.map((_, tensor) => of.fact(of.frame, tensor).shape);
      expect(shapes(evaluated)).toEqual(shapes(numbers));
    }
    await close();
  });

  it('are counted', () => {
    expect(MODELS.length === 0 || MODELS.length >= 14).toBe(true);
  });

  afterAll(() => {
    if (MODELS.length === 0) console.log('goldens: 0 models checked, all skipped (no skeletons beside the checkout)');
  });
});
