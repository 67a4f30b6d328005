import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze';
import { buildReport } from '../../src/analysis/report';
import { suggest } from '../../src/analysis/suggest/suggest';
import { describeModel } from '../../src/onnx/describeModel';
import { openModelBytes } from '../../src/onnx/openModelBytes';
import { clean } from '../../src/optimize/rewrite/clean';
import { ALL_PASSES } from './analysis/suggest/suggestFixture';
import { buildModel, type FixtureModel, type FixtureNode } from '../fixtures/buildModel';
import { passInput } from '../fixtures/passInput';

/** About as many values as a call takes as arguments, and as nodes are read whole. */
const MANY = 124_000;
/** As many outputs of a graph as are read whole. */
const OUTPUTS = 29_000;
const numbered = (prefix: string): readonly string[] => Array.from({ length: MANY }, (_, index) => `${prefix}${index}`);

const readers = numbered('r').map((name, index): FixtureNode => ({ op: 'Relu', name, inputs: ['x'], outputs: [`a${index}`] }));
const split: FixtureNode = { op: 'Split', inputs: ['x'], outputs: numbered('o') };

const MODELS: Readonly<Record<string, FixtureModel>> = {
  'a tensor with 124,000 readers and a node with as many inputs': {
    inputs: [{ name: 'x', shape: [2] }],
    outputs: [{ name: 'y', shape: [2] }],
    nodes: [...readers, { op: 'Sum', inputs: numbered('a'), outputs: ['y'] }],
  },
  'a node with 124,000 outputs, 29,000 of them outputs of the graph': {
    inputs: [{ name: 'x', shape: [MANY] }],
    outputs: numbered('o')
      .slice(0, OUTPUTS)
      .map(name => ({ name, shape: [1] })),
    nodes: [split],
  },
};

describe.each(Object.entries(MODELS))('a model with %s', (_, fixture) => {
  const model = openModelBytes(buildModel(fixture));

  it('is described, analyzed, reported and cleaned', async () => {
    expect((await describeModel(model)).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const analysis = analyze(model.graph, model.reader, { dims: new Map() });
    const suggestions = await suggest(model, analysis, { data: 'none', passes: ALL_PASSES });
    const { totals } = buildReport({ file: 'm.onnx', model, analysis, suggestions });
    expect(totals).toMatchObject({ nodes: fixture.nodes.length });
    expect((await clean.plan(passInput(model.graph, { readerOf: graph => model.readerOf(graph) }))).graph.nodes.count).toBeGreaterThan(0);
  }, 60_000);
});
