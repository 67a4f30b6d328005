import { describe, expect, it } from 'vitest';
import { beginningOf } from '../../../src/analysis/beginningOf';
import { buildModelView } from '../../../src/analysis/buildModelView';
import { analyze } from '../../../src/analysis/analyze';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import { residualNetwork } from '../../bench/webview/residualNetwork';
import { buildModel } from '../../fixtures/buildModel';

const NO_DIMS = new Map<string, number>();
const FILE = { fileName: 'network.onnx', fileBytes: 1 };

function opened(bytes: Uint8Array) {
  const model = openModelBytes(bytes, 'network.onnx');
  const whole = buildModelView(model, analyze(model.graph, model.reader, { dims: NO_DIMS }), FILE);
  return { whole, beginning: beginningOf(model, NO_DIMS, FILE) };
}

/** `layers` nodes in a chain; `nameOf` tells their names. */
function chain(layers: number, nameOf: (layer: number) => string): Uint8Array {
  return buildModel({
    inputs: [{ name: 't0', shape: [1, 4] }],
    outputs: [{ name: `t${layers}`, shape: [1, 4] }],
    nodes: Array.from({ length: layers }, (_, layer) => ({
      op: 'Softmax',
      name: nameOf(layer),
      inputs: [`t${layer}`],
      outputs: [`t${layer + 1}`],
    })),
  });
}

describe('the beginning of a model', () => {
  const { whole, beginning } = opened(residualNetwork(3000));

  it('has the nodes and layers of the whole, in its groups', () => {
    const count = beginning?.nodeNames.length ?? 0;
    expect(count).toBe(1000);
    expect(beginning?.nodeNames).toEqual(whole.nodeNames.slice(0, count));
    expect(beginning?.nodeOps).toEqual(whole.nodeOps.slice(0, count));
    const { layerOf, groupOf, layerNames, groups } = whole.analysis.hierarchy;
    const first = beginning?.analysis.hierarchy;
    expect(first?.layerOf).toEqual(layerOf.slice(0, count));
    expect(first?.layerNames).toEqual(layerNames.slice(0, count));
    const nameOf = (known: typeof groups, group: number | undefined) => known[group ?? -1]?.name;
    expect(Array.from(first?.groupOf ?? [], group => nameOf(first?.groups ?? [], group))).toEqual(
      Array.from(groupOf.slice(0, count), group => nameOf(groups, group)),
    );
  });

  it('says how many nodes the whole has, and of what it did not count all nothing', () => {
    const totals = beginning?.analysis.totals;
    expect(totals?.nodes).toBe(3000);
    expect([totals?.params, totals?.weightBytes, totals?.subgraphs.params]).toEqual([NaN, NaN, NaN]);
  });

  it('has inputs and outputs that only nodes far behind touch, and the calls of functions among its own nodes', () => {
    const nodes = Array.from({ length: 30_000 }, (_, node) => {
      const isLate = node === 29_998;
      const isCall = node % 7 === 3;
      return {
        ...{ op: isCall ? 'Twice' : 'Relu', domain: isCall ? 'local' : '', name: `/blocks/blocks.${node >> 3}/step${node & 7}/Relu` },
        ...{ inputs: [isLate ? 'late' : `t${node}`], outputs: [`t${node + 1}`] },
      };
    });
    const model = openModelBytes(
      buildModel({
        inputs: [
          { name: 't0', shape: [1, 4] },
          { name: 'late', shape: [1, 4] },
        ],
        outputs: [{ name: 't30000', shape: [1, 4] }],
        nodes,
        functions: [{ name: 'Twice', opset: 17, inputs: ['p'], outputs: ['q'], nodes: [{ op: 'Abs', inputs: ['p'], outputs: ['q'] }] }],
      }),
    );
    const beginning = beginningOf(model, NO_DIMS, FILE);
    expect(beginning?.analysis.inputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['t0', [1, 4]],
      ['late', [1, 4]],
    ]);
    expect(beginning?.analysis.outputs.map(({ name }) => name)).toEqual(['t30000']);
    expect(beginning?.functionCalls).toEqual(Array.from({ length: 143 }, (_, call) => 3 + 7 * call));
  });

  it('names its groups as the whole does where what comes later lies in other scopes', () => {
    const nameOf = (layer: number) => `/${layer < 2500 ? 'encoder' : 'decoder'}/blocks/blocks.${layer >> 3}/step${layer & 7}/Softmax`;
    const model = opened(chain(4000, nameOf));
    const names = (view: typeof whole | undefined) => view?.analysis.hierarchy.groups.slice(0, 3).map(({ name }) => name);
    expect(names(model.beginning)).toEqual(names(model.whole));
    expect(names(model.whole)?.[0]).toBe('blocks.0');
  });

  it('is left out where names tell no layers', () => {
    expect(opened(chain(3000, layer => `Softmax_${layer}`)).beginning).toBeUndefined();
  });
});
