import { describe, expect, test } from 'vitest';
import { addMetrics } from '../../../webview/views/model/addMetrics';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { buildLayers } from '../../../webview/views/model/buildLayers';
import { parseFilter } from '../../../webview/views/model/filterQuery';
import type { Layer, LayerModel } from '../../../webview/views/model/layerModel';
import { matchLayer, precisionOf } from '../../../webview/views/model/matchLayer';
import { ownTimeText } from '../../../webview/views/model/ownTime';
import { recordedModel } from '../fixtures/recordedModel';
import { sampleRoofline } from '../fixtures/sampleRoofline';

const { view, profile } = recordedModel('resnet50');
const model = buildLayerModel(view, profile, 'kernels');

function matching(of: LayerModel, query: string): readonly Layer[] {
  const terms = parseFilter(query);
  if (!terms.ok) throw new Error(terms.error);
  return of.layers.filter((_, index) => matchLayer(of, index, terms.value));
}

function found(query: string): readonly string[] {
  return matching(model, query).map(({ name }) => name);
}

function errorOf(query: string): string {
  const terms = parseFilter(query);
  return terms.ok ? '' : terms.error;
}

test('names types as people write them', () => {
  const precision = (nodeDtype: 'bfloat16' | 'float16' | 'uint8') =>
    precisionOf({ ...model, view: { ...view, nodeDtypes: [nodeDtype] } }, { node: 0 });
  expect((['bfloat16', 'float16', 'uint8'] as const).map(precision)).toEqual(['bf16', 'fp16', 'int8']);
});

describe('finds', () => {
  test('names as shown and names in the file, whatever the case', () => {
    expect(found('LAYER4.0.conv2')).toEqual(['layer4.0.conv2']);
    expect(found('/layer4/layer4.0/conv2/Conv')).toEqual(['layer4.0.conv2']);
  });

  test('operators, also those that run inside of another kernel', () => {
    expect(found('op:Gemm')).toEqual(['fc']);
    expect(found('op:relu')).toHaveLength(49);
    expect(found('op:rel')).toEqual([]);
  });

  test('names alone, without operators', () => {
    expect(found('name:conv2')).toEqual(found('conv2'));
    expect(found('relu')).toHaveLength(49);
    expect(found('name:"/layer4/layer4.0/conv2/Conv"')).toEqual(['layer4.0.conv2']);
    expect(found('name:gemm')).not.toContain('head.reorder_output');
  });

  test('types, as people write them and as the file does', () => {
    expect(found('dtype:fp32')).toEqual(found('precision:fp32'));
    expect(found('dtype:float32')).toEqual(found('dtype:fp32'));
    expect(found('dtype:fp32').length).toBeGreaterThan(50);
    expect(found('dtype:int8')).toEqual([]);
  });

  test('groups, what was fused, and what the runtime added', () => {
    expect(found('group:layer4')).toHaveLength(10);
    expect(found('group:layer4 fused:no')).toEqual(['layer4.0.downsample.0']);
    expect(found('added:yes')).toEqual(['head.reorder_output']);
    expect(found('folded:yes')).toEqual([]);
  });

  test('what is fused and what was folded, by what the kernels cover', () => {
    const nodes = buildLayerModel(view, profile, 'nodes');
    const covered = (least: number) => new Set(profile.kernels.flatMap(({ covers }) => (covers.length >= least ? [...covers] : [])));
    const found = (query: string) => matching(nodes, query).map(({ node }) => node);
    expect(found('fused:yes').sort((a, b) => a - b)).toEqual([...covered(2)].sort((a, b) => a - b));
    expect(found('folded:yes').filter(node => covered(1).has(node))).toEqual([]);
    expect(found('folded:no')).toHaveLength(covered(1).size);
  });

  test('constants as folded, in a model of every node', () => {
    const [constant = -1] = view.nodeOps.flatMap((op, node) => (op === 'Relu' ? [node] : []));
    const layerOf = view.analysis.hierarchy.layerOf.map((layer, node) => (node === constant ? -1 : layer));
    const hiding = { ...view, analysis: { ...view.analysis, hierarchy: { ...view.analysis.hierarchy, layerOf } } };
    const kernels = profile.kernels.map(kernel => ({ ...kernel, covers: kernel.covers.filter(node => node !== constant) }));
    const every = addMetrics(buildLayers(hiding, { ...profile, kernels }, 'nodes', { withHidden: true }), {});
    expect(matching(every, 'folded:yes').map(({ node }) => node)).toEqual([constant]);
    expect(matching(buildLayerModel(hiding, { ...profile, kernels }, 'nodes'), 'folded:yes')).toEqual([]);
    const unmeasured = addMetrics(buildLayers(hiding, undefined, 'nodes', { withHidden: true }), {});
    expect(matching(unmeasured, 'folded:yes').map(({ node }) => node)).toEqual([constant]);
    expect(ownTimeText(every, every.layers.find(({ node }) => node === constant) ?? every.layers[0]!)).toBe('folded at load');
  });

  test('nothing as folded in a run that did not come to the end', () => {
    const begun = { ...profile, kernels: profile.kernels.slice(0, 5) };
    expect(matching(buildLayerModel(view, begun, 'nodes'), 'folded:yes')).toEqual([]);
  });

  test('where a fused node has its time', () => {
    const nodes = buildLayerModel(view, profile, 'nodes');
    const fused = nodes.layers.find(({ name }) => name === 'layer4.0.conv2');
    const relu = nodes.layers.find(
      ({ node, kernels }) => view.nodeOps[node] === 'Relu' && kernels.length === 0 && node > (fused?.node ?? 0),
    );
    expect(relu === undefined ? '' : ownTimeText(nodes, relu)).toBe('in layer4.0.conv2');
  });

  test('comparisons with units', () => {
    expect(found('latency>2ms')).toEqual(['layer4.0.conv2', 'layer4.1.conv2', 'layer4.2.conv2']);
    expect(found('latency>2000µs')).toEqual(found('latency>0.002s'));
    expect(found('weights>=9.4MB')).toEqual(found('latency>2ms'));
    expect(found('share>3.6%')).toHaveLength(3);
    expect(found('macs>117M')).toEqual(['conv1']);
  });

  test('shares of the roofline, in percent, with blanks or without', () => {
    const roofline = sampleRoofline(view, profile, 99);
    const roofs = buildLayerModel(view, profile, 'kernels', { roofline });
    const count = (query: string) => {
      const terms = parseFilter(query);
      return terms.ok ? roofs.layers.filter((_, index) => matchLayer(roofs, index, terms.value)).length : NaN;
    };
    const known = roofs.columns.get('ofLimit')?.values.filter(value => value < 0.6).length ?? 0;
    expect(known).toBeGreaterThan(40);
    for (const query of ['roofline<60%', 'roofline < 60%', 'roofline < 60 %', 'roofline<60']) expect(count(query)).toBe(known);
    expect(count('roofline > 100 %')).toBe(1);
    expect(count('roofline < 30 %')).toBe(0);
    expect(found('latency > 2 ms')).toEqual(found('latency>2ms'));
    expect(errorOf('roofline<fast')).toBe('Write a number after roofline<, for example roofline<2%.');
  });

  test('metrics that arrive later, in decibels, percent and bytes', () => {
    const column = (id: string, values: readonly number[]) => {
      const latency = model.columns.get('latencyMs');
      if (latency === undefined) throw new Error('The model has times.');
      const all = new Float64Array(model.layers.length).fill(NaN);
      all.set(values);
      return [id, { ...latency, id, values: all }] as const;
    };
    const columns = new Map([
      ...model.columns,
      column('quantizationErrorDb', [28, 34]),
      column('change', [-20, 10]),
      column('kernelBytes', [3e6, 1e6]),
      column('ownErrorDb', [20, 40]),
      column('expectedErrorDb', [40, 20]),
      column('effectiveMacs', [2e6, 1e9]),
      column('splitLatencyMs', [0.5, 2]),
    ]);
    const first = (query: string) => {
      const terms = parseFilter(query);
      if (!terms.ok) throw new Error(terms.error);
      return model.layers.flatMap((_, index) => (matchLayer({ ...model, columns }, index, terms.value) ? [index] : []));
    };
    expect(first('sqnr<30dB')).toEqual([0]);
    expect(first('sqnr > 30 dB')).toEqual([1]);
    expect(first('change<-10%')).toEqual([0]);
    expect(first('change>=10')).toEqual([1]);
    expect(first('traffic>=2MB')).toEqual([0]);
    expect(first('ownsqnr<30dB')).toEqual([0]);
    expect(first('expectedsqnr<30')).toEqual([1]);
    expect(first('effective>1G -effective<2M')).toEqual([]);
    expect(first('effective>=1G')).toEqual([1]);
    expect(first('split>1ms')).toEqual([1]);
    expect(errorOf('sqnr<30%')).toBe('Unknown unit: %. Write for example sqnr<30dB.');
  });

  test('all terms at once, and the opposite of a term with a minus', () => {
    expect(found('op:Conv latency>1.9ms -conv2')).toEqual(['layer4.0.downsample.0']);
    expect(found('-op:Conv')).toEqual(['maxpool', 'avgpool', 'head.reorder_output', 'Flatten', 'fc']);
  });

  test('regular expressions between slashes, and quoted blanks', () => {
    expect(found('/^layer[12].0.conv1$/')).toEqual(['layer1.0.conv1', 'layer2.0.conv1']);
    expect(found('"no such name"')).toEqual([]);
  });

  test('everything for an empty query', () => {
    expect(found('   ')).toHaveLength(58);
  });
});

describe('explains', () => {
  test('unknown fields with the known ones', () => {
    expect(errorOf('lat>1ms')).toMatch(/^Unknown field: lat\. Fields: op, name, group,/);
    expect(errorOf('kind:Conv')).toMatch(/^Unknown field: kind\./);
  });

  test('numbers, units and words that do not fit', () => {
    expect(errorOf('split>3MB')).toBe('Unknown unit: mb. Write for example split>1ms.');
    expect(errorOf('latency>fast')).toBe('Write a number after latency>, for example latency>1ms.');
    expect(errorOf('latency>3MB')).toBe('Unknown unit: mb. Write for example latency>1ms.');
    expect(errorOf('fused:maybe')).toBe('Write fused:yes or fused:no.');
    expect(errorOf('/(/')).toBe('Not a regular expression: /(/.');
  });
});
