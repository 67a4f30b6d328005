import * as l10n from '@vscode/l10n';
import type { TensorFacts } from '../../../src/shared/report/analysis';
import type { ModelView } from '../../../src/shared/report/modelView';

const SHORT_TYPES: ReadonlyMap<string, string> = new Map([
  ['float32', 'f32'],
  ['float16', 'f16'],
  ['bfloat16', 'bf16'],
  ['float64', 'f64'],
  ['int8', 'i8'],
  ['uint8', 'u8'],
  ['int16', 'i16'],
  ['uint16', 'u16'],
  ['int32', 'i32'],
  ['uint32', 'u32'],
  ['int64', 'i64'],
  ['uint64', 'u64'],
]);

/** `1×64×56×56`; symbols by name, `?` for unknown dims, `–` when the rank is unknown, `scalar` for none. */
export function shapeText(shape: TensorFacts['shape'], separator = '×'): string {
  if (shape === undefined) return '–';
  return shape.length === 0 ? l10n.t('scalar') : shape.map(dim => dim ?? '?').join(separator);
}

/** `f32`; the name in full when there is no short one. */
export function typeText(dtype: string | undefined): string {
  return dtype === undefined ? '?' : (SHORT_TYPES.get(dtype) ?? dtype);
}

/** Facts of the tensors that a node reads, in order; omitted ones left out. */
export function inputFacts(view: ModelView, node: number): readonly TensorFacts[] {
  return facts(view, view.inputs.subarray(view.inputStart[node], view.inputStart[node + 1]));
}

export function outputFacts(view: ModelView, node: number): readonly TensorFacts[] {
  return facts(view, view.outputs.subarray(view.outputStart[node], view.outputStart[node + 1]));
}

function facts(view: ModelView, ids: Int32Array): readonly TensorFacts[] {
  return Array.from(ids).flatMap(id => view.analysis.tensors[id] ?? []);
}

/** What the detail text of a node says about its kernel: `3×3, stride 2, 512 → 512`. */
export interface NodeGeometry {
  readonly window: string | undefined;
  readonly stride: number;
  readonly depthwise: boolean;
}

export function nodeGeometry(view: ModelView, node: number): NodeGeometry {
  const detail = view.nodeDetails[node] ?? '';
  const window = /(?:^|[\s,])(\d+(?:×\d+)+)/.exec(detail)?.[1];
  const stride = Number(/stride (\d+)/.exec(detail)?.[1] ?? 1);
  return { window, stride, depthwise: /depthwise/i.test(detail) };
}

/** `Conv 3×3 /2`, `Depthwise Conv 3×3`, `Relu`. */
export function opText(view: ModelView, node: number): string {
  const { window, stride, depthwise } = nodeGeometry(view, node);
  const op = view.nodeOps[node] ?? '';
  const size = [window ?? '', stride > 1 && window !== undefined ? `/${stride}` : ''];
  return [depthwise ? l10n.t('Depthwise {0}', op) : op, ...size].filter(Boolean).join(' ');
}

/** `Conv 3×3, stride 2, 512 → 512`. */
export function opDetail(view: ModelView, node: number): string {
  const detail = bareDetail(view, node);
  const bare = view.nodeOps[node] ?? '';
  const op = nodeGeometry(view, node).depthwise ? l10n.t('Depthwise {0}', bare) : bare;
  return detail === '' ? op : `${op} ${detail}`;
}

/** `3×3, stride 2, 512 → 512`; empty where the operator says all. */
export function bareDetail(view: ModelView, node: number): string {
  return (view.nodeDetails[node] ?? '').replace(/(?:, )?depthwise(?:, )?/, '');
}

/** Name of a node in the file; its position when it has none. */
export function nodeName(view: ModelView, node: number): string {
  const name = view.nodeNames[node] ?? '';
  return name === '' ? l10n.t('node {0}', node) : name;
}
