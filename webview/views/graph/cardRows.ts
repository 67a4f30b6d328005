import * as l10n from '@vscode/l10n';
import { formatDuration } from '../../../src/shared/base/formatNumber';
import { satelliteRows } from '../details/satelliteRows';
import type { Layer, LayerModel } from '../model/layerModel';
import { bareOp } from '../model/layerText';
import { unitCountText } from '../model/unitCountText';

/** A line of a layer's card below its heading. */
export interface CardRow {
  readonly text: string;
  /** Muted, behind the text. */
  readonly note: string;
  /** At the right end: a time, or the kernel that a fused node runs in. */
  readonly value: string;
  /** Colours the edge of the row; NaN for none. */
  readonly timeMs: number;
  readonly muted: boolean;
  /** A node that runs in the kernel of the anchor. */
  readonly fused: boolean;
}

const MOST_ROWS = 6;
const CONVERSIONS: ReadonlySet<string> = new Set(['QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeLinear']);
/** Behind these the file brings the sums of integers back to numbers: a Cast, the product of both scales, and the product with it. */
const INTEGER_PRODUCTS: ReadonlySet<string> = new Set(['MatMulInteger', 'ConvInteger']);
const RESCALING: readonly string[] = ['Mul', 'Cast', 'Mul'];
/** The anchor gets a row of its own when what is around it takes more than this share. */
const ANCHOR_ROW_SHARE = 0.25;

/** What a layer consists of: nodes that its kernel fused, the kernels around it, or nodes while nothing ran. */
export function cardRows(model: LayerModel, layer: number): readonly CardRow[] {
  const shown = model.layers[layer];
  if (shown === undefined || model.unit === 'nodes') return [];
  if (model.profile === undefined) return shortened(nodeRows(model, shown));
  return model.unit === 'kernels' ? shortened(fusedRows(model, shown)) : layerRows(model, layer, shown);
}

/** What the kernel of the anchor fused, inside of its outline, in the room that the kernels around it leave. */
function layerRows(model: LayerModel, layer: number, shown: Layer): readonly CardRow[] {
  const around = shortened(kernelRows(model, layer, shown));
  return [...shortened(fusedRows(model, shown), Math.max(1, MOST_ROWS - around.length)), ...around];
}

function shortened(rows: readonly CardRow[], most = MOST_ROWS): readonly CardRow[] {
  if (rows.length <= most) return rows;
  const rest = rows.slice(most - 1);
  const isFused = rest.every(({ fused }) => fused);
  const text = isFused ? l10n.t('+ {0} nodes', rest.length) : l10n.t('+ {0} more', rest.length);
  return [...rows.slice(0, most - 1), { ...plain(text), muted: true, fused: isFused }];
}

function plain(text: string): CardRow {
  return { text, note: '', value: '', timeMs: NaN, muted: false, fused: false };
}

/** Nodes besides the anchor; the same operator in a row is one line, and so are all conversions to integers and back, which say nothing of what is computed. */
function nodeRows({ view }: LayerModel, { node, nodes }: Layer): readonly CardRow[] {
  const counts: { readonly op: string; count: number }[] = [];
  const rescaling = INTEGER_PRODUCTS.has(view.nodeOps[node] ?? '') ? [...RESCALING] : [];
  let conversions = 0;
  for (const id of nodes) {
    const op = view.nodeOps[id] ?? '';
    const last = counts.at(-1);
    if (id === node) continue;
    const expected = id > node ? rescaling.indexOf(op) : -1;
    if (expected >= 0) rescaling.splice(expected, 1);
    if (expected >= 0 || CONVERSIONS.has(op)) conversions++;
    else if (last?.op === op) last.count++;
    else counts.push({ op, count: 1 });
  }
  const rows = counts.map(({ op, count }) => ({ ...plain(op), note: count > 1 ? unitCountText('nodes', count) : '' }));
  return conversions === 0
    ? rows
    : [
        ...rows,
        { ...plain(l10n.t('quantize, dequantize')), note: conversions > 1 ? unitCountText('nodes', conversions) : '', muted: true },
      ];
}

/** A kernel named like none of its nodes (`Gelu`) says so in its heading; otherwise the nodes stand below it. */
function fusedRows({ view, profile }: LayerModel, { node, anchorKernel }: Layer): readonly CardRow[] {
  const kernel = profile?.kernels[anchorKernel];
  if (kernel === undefined || kernel.covers.length < 2) return [];
  return kernel.covers
    .filter(id => id !== node)
    .map(id => ({ ...plain(view.nodeOps[id] ?? ''), value: l10n.t('in {0}', kernel.op), muted: true, fused: true }));
}

function kernelRows(model: LayerModel, layer: number, { anchorKernel, kernels }: Layer): readonly CardRow[] {
  const timeOf = (kernel: number) => model.profile?.kernels[kernel]?.medianMs ?? 0;
  const whole = kernels.reduce((sum, kernel) => sum + timeOf(kernel), 0);
  const anchor = model.profile?.kernels[anchorKernel];
  const rows = satelliteRows(model, layer).map(({ name, kernels: count, timeMs, isTiny }): CardRow => {
    const floor = model.profile?.floorMs ?? 0;
    const value = timeMs <= floor ? `≤ ${formatDuration(floor)}` : formatDuration(timeMs);
    return {
      ...plain(name),
      note: count > 1 && !isTiny ? unitCountText('kernels', count) : '',
      value,
      timeMs: isTiny ? NaN : timeMs,
      muted: isTiny,
    };
  });
  if (anchor === undefined || whole - anchor.medianMs <= ANCHOR_ROW_SHARE * whole) return rows;
  return [{ ...plain(bareOp(anchor.op)), value: formatDuration(anchor.medianMs), timeMs: anchor.medianMs }, ...rows];
}
