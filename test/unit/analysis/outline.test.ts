import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { outline } from '../../../src/analysis/outline';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import { residualNetwork } from '../../bench/webview/residualNetwork';
import { buildModel } from '../../fixtures/buildModel';
import { reluModel } from '../../fixtures/reluModel';

const NO_DIMS = new Map<string, number>();

describe('the outline of a model', () => {
  const { graph, reader } = openModelBytes(residualNetwork(120), 'network.onnx');
  const found = outline(graph, NO_DIMS);
  const analysis = analyze(graph, reader, { dims: NO_DIMS });

  it('has the layers that the analysis finds', () => {
    expect(found?.hierarchy).toEqual(analysis.hierarchy);
    expect(found?.hierarchy.source).toBe('names');
  });

  it('counts weights, and knows what inputs and outputs are declared to be', () => {
    const { params, weightBytes, nodes } = analysis.totals;
    expect(found?.totals).toMatchObject({ params, weightBytes, nodes });
    expect(found?.inputs).toEqual(analysis.inputs);
    expect(found?.outputs).toEqual(analysis.outputs);
    const columnOf = (id: string) => [found, analysis].map(one => one?.columns.find(column => column.id === id));
    for (const id of ['params', 'weightBytes']) expect(columnOf(id)[0]).toEqual(columnOf(id)[1]);
  });

  it('has a place for every metric, and no number that nobody counted', () => {
    expect(found?.columns.map(({ id }) => id)).toEqual(analysis.columns.map(({ id }) => id));
    const macs = found?.columns.find(({ id }) => id === 'macs');
    expect(macs?.values.every(Number.isNaN)).toBe(true);
    expect(macs?.basis.every(code => code === 0)).toBe(true);
    expect(found?.totals).toMatchObject({
      macs: undefined,
      flops: undefined,
      peakActivationBytes: undefined,
      unknownNodes: graph.nodes.count,
    });
  });

  it('uses sizes as chosen', () => {
    const places = ['stage0/a', 'stage0/b', 'stage1/a', 'stage1/b'];
    const bytes = buildModel({
      inputs: [{ name: 't0', shape: ['batch', 4] }],
      outputs: [{ name: 't4', shape: ['batch', 4] }],
      nodes: places.map((place, index) => ({
        op: 'Softmax',
        name: `/${place}/Softmax`,
        inputs: [`t${index}`],
        outputs: [`t${index + 1}`],
      })),
    });
    const named = openModelBytes(bytes, 'named.onnx');
    const dims = new Map([['batch', 8]]);
    const sized = outline(named.graph, dims);
    expect(sized?.inputs).toEqual(analyze(named.graph, named.reader, { dims }).inputs);
    expect(sized?.inputs[0]).toMatchObject({ shape: [8, 4], symbolic: ['batch', 4] });
    expect(sized?.dims).toEqual([expect.objectContaining({ name: 'batch', value: 8 })]);
  });

  it('is left out where names tell no layers', () => {
    expect(outline(openModelBytes(reluModel, 'relu.onnx').graph, NO_DIMS)).toBeUndefined();
  });
});
