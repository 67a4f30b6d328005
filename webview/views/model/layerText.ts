import * as l10n from '@vscode/l10n';
import type { Kernel } from '../../../src/shared/report/latency';
import type { Layer, LayerModel } from './layerModel';
import { nodeName, opText, outputFacts, shapeText } from './nodeText';

/** The largest of so many, and the next ones. */
const RANKS = [
  l10n.t('1st of {0}'),
  l10n.t('2nd of {0}'),
  l10n.t('3rd of {0}'),
  l10n.t('4th of {0}'),
  l10n.t('5th of {0}'),
  l10n.t('6th of {0}'),
  l10n.t('7th of {0}'),
  l10n.t('8th of {0}'),
  l10n.t('9th of {0}'),
  l10n.t('10th of {0}'),
];
const MOST_FUSED_SHOWN = 2;

/** Op cell of a row: `Conv 3×3 /2` and what follows, muted: `+ Add + Relu`, `5 nodes` of a merged kernel, `+10` for the other kernels. */
export interface OpCell {
  readonly op: string;
  readonly rest: string;
}

export function opCell(model: LayerModel, layer: Layer): OpCell {
  const { op, merged, fused, others } = opParts(model, layer);
  const joined = merged > 0 ? l10n.t('{0} nodes', merged) : fused.map(other => `+ ${other}`).join(' ');
  return { op, rest: [joined, others > 0 ? `+${others}` : ''].filter(Boolean).join(' ') };
}

/** What the op cell is made of: the operator, how many nodes a merged kernel has or what is fused with the operator, and how many other kernels there are. */
export interface OpParts {
  readonly op: string;
  readonly merged: number;
  readonly fused: readonly string[];
  readonly others: number;
}

export function opParts(model: LayerModel, layer: Layer): OpParts {
  const kernel = model.profile?.kernels[layer.anchorKernel];
  if (layer.node < 0) return { op: bareOp(kernel?.op ?? ''), merged: 0, fused: [], others: 0 };
  const isMergedKernel = kernel !== undefined && isMerged(model, kernel);
  return {
    op: kernelOp(model, layer, kernel),
    merged: isMergedKernel ? kernel.covers.length : 0,
    fused: kernel === undefined || isMergedKernel ? [] : fusedOps(model, layer, kernel),
    others: model.unit === 'layers' ? Math.max(0, layer.kernels.length - 1) : 0,
  };
}

/** What a kernel of several nodes is called: by its op when that is none of its nodes (`Gelu`, `SkipLayerNormalization`). */
function kernelOp(model: LayerModel, layer: Layer, kernel: Kernel | undefined): string {
  if (kernel === undefined || !isMerged(model, kernel)) return opText(model.view, layer.node);
  return bareOp(kernel.op);
}

/** Whether the kernel of a layer has the name of none of its nodes. */
export function runsMerged(model: LayerModel, layer: Layer): boolean {
  const kernel = model.profile?.kernels[layer.anchorKernel];
  return kernel !== undefined && isMerged(model, kernel);
}

function isMerged(model: LayerModel, kernel: Kernel): boolean {
  if (kernel.covers.length < 2) return false;
  const op = bareOp(kernel.op);
  return !kernel.covers.some(node => op.includes(model.view.nodeOps[node] ?? '') || isContraction(model.view.nodeOps[node] ?? ''));
}

function fusedOps(model: LayerModel, layer: Layer, kernel: Kernel): readonly string[] {
  const ops = kernel.covers.filter(node => node !== layer.node).map(node => shortOp(model.view.nodeOps[node] ?? ''));
  return [...new Set(ops)].slice(0, MOST_FUSED_SHOWN);
}

function isContraction(op: string): boolean {
  return /Conv|MatMul|Gemm/.test(op);
}

function shortOp(op: string): string {
  return op === 'BatchNormalization' ? 'BN' : op;
}

/** What the runtime calls the kernel that a layer stands for, `nchwc.Conv`; empty where none is known. */
export function kernelName({ profile }: LayerModel, { anchorKernel }: Layer): string {
  return profile?.kernels[anchorKernel]?.op ?? '';
}

/** `nchwc.Conv` → `Conv`. */
export function bareOp(op: string): string {
  return op.slice(op.lastIndexOf('.') + 1);
}

/** Output of the anchor without a leading batch of 1: `512×7×7`. */
export function outputText(model: LayerModel, layer: Layer): string {
  const kernel = model.profile?.kernels[layer.anchorKernel];
  const shape = layer.node < 0 ? kernel?.outputShape : (outputFacts(model.view, layer.node)[0]?.shape ?? kernel?.outputShape);
  if (shape === undefined || (shape.length === 0 && layer.node < 0)) return '–';
  return shapeText(shape.length > 1 && shape[0] === 1 ? shape.slice(1) : shape);
}

/** Name in the file, for tooltips, copies and the details; inferred names are never written anywhere. */
export function fileName(model: LayerModel, layer: Layer): string {
  return layer.node < 0 ? l10n.t('added by the runtime') : nodeName(model.view, layer.node);
}

/** The values that have a rank in words, by the column that they are the largest of: a page asks for the ranks of many layers. */
const largest = new WeakMap<Float64Array, readonly number[]>();

function largestOf(values: Float64Array): readonly number[] {
  let found = largest.get(values);
  if (found === undefined) {
    found = Array.from(
      values
        .filter(value => !Number.isNaN(value))
        .sort()
        .subarray(-RANKS.length - 1),
    );
    largest.set(values, found);
  }
  return found;
}

/** `3rd of 58` for the first ten, empty beyond. */
export function rankText(values: Float64Array, index: number): string {
  const rank = RANKS[(rankOf(values, index) ?? NaN) - 1];
  return rank === undefined ? '' : rank.replace('{0}', String(values.length));
}

/** From 1, the largest value's; `undefined` beyond those that have words, and for what is unknown. */
export function rankOf(values: Float64Array, index: number): number | undefined {
  const own = values[index] ?? NaN;
  if (Number.isNaN(own)) return undefined;
  const larger = largestOf(values).filter(value => value > own).length;
  return larger < RANKS.length ? larger + 1 : undefined;
}
