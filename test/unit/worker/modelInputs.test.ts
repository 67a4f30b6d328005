import { describe, expect, it } from 'vitest';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import { inputDims } from '../../../src/analysis/shapes/inputDims';
import { fixDims } from '../../../src/worker/fixDims';
import { modelInputs } from '../../../src/worker/modelInputs';
import { buildModel, type FixtureDim } from '../../fixtures/buildModel';

const graphOf = (...shapes: readonly (readonly FixtureDim[])[]) =>
  openModelBytes(buildModel({ inputs: shapes.map((shape, index) => ({ name: `x${String(index)}`, shape })), nodes: [] })).graph;
const NOTHING = { dims: new Map<string, number>(), inputShapes: new Map(), dataShapes: new Map(), batch: 1 };

describe('modelInputs', () => {
  it('takes an answer under every name that the analysis asks for', () => {
    const graph = graphOf([undefined, undefined], [2, undefined, 128], [undefined]);
    const names = inputDims(graph, { dims: new Map() }).map(({ name }) => name);
    const { shapes } = fixDims(modelInputs(graph), { ...NOTHING, dims: new Map(names.map((name, index) => [name, 10 + index])) });
    expect([...shapes.values()]).toEqual([[10, 11], [2, 12, 128], [13]]);
  });

  it.each(['?', 'None', '-1', '*'])('does not take two dimensions called “%s” for the same', name => {
    const inputs = modelInputs(graphOf([name, 3, name, name]));
    const { shapes } = fixDims(inputs, { ...NOTHING, inputShapes: new Map([['x0', [1, 3, 48, 192]]]) });
    expect(shapes.get('x0')).toEqual([1, 3, 48, 192]);
    expect(() => fixDims(inputs, NOTHING)).toThrow(/“H”/);
  });
});
