import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import type { Analysis } from '../../../src/shared/report/analysis';
import { uniformColumn } from '../../../src/shared/report/column';
import type { Kernel, Profile } from '../../../src/shared/report/latency';
import type { ModelView, TextForm } from '../../../src/shared/report/modelView';
import { EMPTY_STATE } from '../../../src/shared/protocol/emptyState';
import { sampleProfile } from '../../engine/sampleProfile';

/** Conv, Relu | Conv | Gemm in groups `stage1` (first two layers) and `head`; the Relu belongs to the first Conv. */
export function smallView(): ModelView {
  const layerOf = Int32Array.of(0, 0, 2, 3);
  const groups = [
    { id: 0, name: 'stage1', path: 'stage1', parent: -1, inferred: false },
    { id: 1, name: '0', path: 'stage1/0', parent: 0, inferred: false },
    { id: 2, name: 'head', path: 'head', parent: -1, inferred: false },
  ];
  const macs = uniformColumn(
    {
      id: 'macs',
      title: 'MACs',
      unit: 'macs',
      axis: 'node',
      values: Float64Array.of(700, 0, 100, 10),
      aggregation: { kind: 'sum' },
      scale: 'linear',
      direction: 'high-is-hot',
    },
    'exact',
  );
  const analysis: Analysis = {
    inputs: [],
    outputs: [],
    tensors: [],
    totals: {
      nodes: 4,
      macs: 4.09e9,
      flops: 8.18e9,
      params: 25.5e6,
      constantParams: 0,
      quantizedParams: 0,
      batchNormStats: 0,
      weightBytes: 102e6,
      activationBytes: 0,
      peakActivationBytes: 0,
      plannedPeakBytes: undefined,
      unknownNodes: 0,
      subgraphs: { macs: 0, params: 0 },
    },
    columns: [macs],
    memory: { plannedPeakBytes: undefined, lowerBoundBytes: undefined, prepackedBytes: 0 },
    bodies: [],
    hierarchy: { groups, groupOf: Int32Array.of(1, 1, 1, 2), layerOf, layerNames: ['conv1', '', 'conv2', 'fc'], source: 'names' },
    problems: [],
    dims: [{ name: 'batch', value: 1, suggested: 1 }],
  };
  return {
    fileName: 'net.onnx',
    fileBytes: 100,
    irVersion: 8,
    opsets: [{ domain: '', version: 17 }],
    producer: '',
    nodeNames: ['conv1', 'relu', 'conv2', 'fc'],
    nodeOps: ['Conv', 'Relu', 'Conv', 'Gemm'],
    nodeDetails: ['', '', '', ''],
    nodeDomains: ['', '', '', ''],
    nodeDtypes: ['float32', 'float32', 'float32', 'float32'],
    scenarios: [],
    functionCalls: [],
    inputStart: new Int32Array(5),
    inputs: new Int32Array(0),
    outputStart: new Int32Array(5),
    outputs: new Int32Array(0),
    analysis,
  };
}

function kernel(id: number, covers: readonly number[], medianMs: number): Kernel {
  return {
    id,
    name: `kernel${id}`,
    op: 'Conv',
    provider: 'CPUExecutionProvider',
    covers,
    anchor: covers[0],
    added: false,
    medianMs,
    lowMs: medianMs * 0.9,
    highMs: medianMs * 1.1,
    outputShape: [],
  };
}

/** 7 ms, 2.95 ms and 50 µs: 70 %, 29.5 % and 0.5 % of the time. */
export function smallProfile(): Profile {
  return { ...sampleProfile({ batch: 1 }), kernels: [kernel(0, [0, 1], 7), kernel(1, [2], 2.95), kernel(2, [3], 0.05)] };
}

export const SMALL_TEXT: TextForm = {
  text: '',
  lineOfNode: Int32Array.of(4, 5, 6, 9),
  groups: [
    { line: 3, path: 'stage1/0', group: 1 },
    { line: 8, path: 'head', group: 2 },
  ],
  modelLine: 0,
  note: '',
};

export function smallState(change: Partial<ModelState> = {}): ModelState {
  return { ...EMPTY_STATE, phase: 'ready', fileName: 'net.onnx', model: smallView(), profile: smallProfile(), ...change };
}
