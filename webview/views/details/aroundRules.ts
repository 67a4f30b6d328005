import * as l10n from '@vscode/l10n';
import { lastStartAt } from '../../../src/shared/base/lastStartAt';
import { formatDuration, formatShare, formatSignificant } from '../../../src/shared/base/formatNumber';
import type { Kernel } from '../../../src/shared/report/latency';
import { providerName } from '../../../src/shared/report/providerName';
import { coveringKernels } from '../model/coveringKernels';
import type { LayerModel } from '../model/layerModel';
import { bareOp } from '../model/layerText';
import type { LayerMeasures } from './layerMeasures';
import { withStrong, type Sentence } from './sentence';

/** Kernels around an anchor are told from this share of its time on, layout changes from that. */
const MUCH_AROUND = 0.6;
const MUCH_LAYOUT = 0.1;
const SPREAD = 0.15;
/** From this factor on it says more than the time alone. */
const WORTH_A_FACTOR = 1.5;
/** Provider of a profile that was taken elsewhere. */
const UNKNOWN = 'unknown';

/** The kernels around the anchor cost more than 60 % of it. */
export function aroundIt(own: LayerMeasures): readonly Sentence[] {
  if (own.satelliteMs <= own.timeMs * MUCH_AROUND || own.satellites < 1) return [];
  return [withStrong(aroundText(own), formatDuration(own.satelliteMs))];
}

function aroundText({ satellites: count, satelliteMs, timeMs, op }: LayerMeasures): string {
  const factor = satelliteMs / timeMs;
  const times = formatSignificant(factor, 2);
  if (factor < WORTH_A_FACTOR)
    return count === 1 ? l10n.t('The kernel around it takes {strong}.') : l10n.t('The {count} kernels around it take {strong}.', { count });
  return count === 1
    ? l10n.t('The kernel around it takes {strong}, {times}× the {op} itself.', { times, op })
    : l10n.t('The {count} kernels around it take {strong}, {times}× the {op} itself.', { count, times, op });
}

const LAYOUT_CHANGE = /^(Reorder\w*|Transpose)$/;

/** What the runtime inserted to feed the anchor another layout or type, or from another provider. */
export function layoutChanges({ profile, layers, layerOfNode }: LayerModel, { node, timeMs }: LayerMeasures): readonly Sentence[] {
  const own = new Set(layers[layerOfNode[node] ?? -1]?.kernels);
  const added = (profile?.kernels ?? []).filter((kernel, id) => kernel.added && (kernel.anchor === node || own.has(id)));
  const addedMs = sumOf(added);
  if (addedMs < timeMs * MUCH_LAYOUT || addedMs <= (profile?.floorMs ?? 0)) return [];
  const share = formatShare(addedMs / timeMs, 0);
  return [withStrong(addedText(added, share), formatDuration(addedMs))];
}

function addedText(added: readonly Kernel[], share: string): string {
  const count = added.length;
  if (!added.every(({ op }) => LAYOUT_CHANGE.test(bareOp(op))))
    return count === 1
      ? l10n.t('A kernel that the runtime added for it takes {strong}, {share} of its own time.', { share })
      : l10n.t('{count} kernels that the runtime added for it take {strong}, {share} of its own time.', { count, share });
  return count === 1
    ? l10n.t('A layout change that the runtime added for it takes {strong}, {share} of its own time.', { share })
    : l10n.t('{count} layout changes that the runtime added for it take {strong}, {share} of its own time.', { count, share });
}

export function otherProvider({ profile }: LayerModel, { kernel, op }: LayerMeasures): readonly Sentence[] {
  const chosen = profile?.environment.provider ?? UNKNOWN;
  if (kernel.provider === '' || chosen === UNKNOWN || kernel.provider === chosen) return [];
  const sentence = l10n.t('Ran on {strong}: {chosen} did not take this {op}.', { chosen: providerName(chosen), op });
  return [withStrong(sentence, providerName(kernel.provider))];
}

export function spread({ kernel }: LayerMeasures): readonly Sentence[] {
  const half = (kernel.highMs - kernel.lowMs) / 2 / kernel.medianMs;
  return half > SPREAD ? [[l10n.t('Its time is known to ±{0} only: it varies from run to run.', formatShare(half, 0))]] : [];
}

const FUSED_ELSEWHERE = /^(BatchNormalization|Relu|LeakyRelu|Clip|Sigmoid|HardSwish)$/;
/** A bias or scale that stands between, as exporters write it. */
const BETWEEN = /^(Add|Mul)$/;

/** Normalization and activation that directly follow and ran as kernels of their own. */
export function leftUnfused({ view, profile }: LayerModel, { node, kernel }: LayerMeasures): readonly Sentence[] {
  if (profile === undefined) return [];
  const { kernelOf } = coveringKernels(view, profile);
  const couldFuse = (next: number) => FUSED_ELSEWHERE.test(view.nodeOps[next] ?? '') || isAffine(view, next);
  const behind: { readonly op: string; readonly kernel: Kernel }[] = [];
  for (let next = onlyReader(view, node); next !== undefined && couldFuse(next); next = onlyReader(view, next)) {
    const ran = profile.kernels[kernelOf[next] ?? -1];
    if (ran === undefined || ran === kernel || !ran.covers.every(couldFuse)) break;
    const op = view.nodeOps[next] ?? '';
    if (!BETWEEN.test(op)) behind.push({ op, kernel: ran });
  }
  if (behind.length === 0) return [];
  const ops = [...new Set(behind.map(({ op }) => op))];
  const takesMs = sumOf([...new Set(behind.map(({ kernel: ran }) => ran))]);
  const sentence =
    ops.length === 1
      ? l10n.t('{0} behind it was not fused into it and takes {strong}.', ops[0] ?? '')
      : l10n.t('{0} and {1} behind it were not fused into it and take {strong}.', ops.slice(0, -1).join(', '), ops.at(-1) ?? '');
  return [withStrong(sentence, formatDuration(takesMs))];
}

/** Adds or multiplies by stored values, not by what another node computes. */
function isAffine(view: LayerModel['view'], node: number): boolean {
  if (!BETWEEN.test(view.nodeOps[node] ?? '')) return false;
  const read = [...view.inputs.subarray(view.inputStart[node], view.inputStart[node + 1])];
  return read.filter(tensor => !isStored(view, tensor)).length === 1;
}

function isStored({ analysis, nodeOps, outputs, outputStart }: LayerModel['view'], tensor: number): boolean {
  const written = outputs.indexOf(tensor);
  if (written >= 0) return nodeOps[lastStartAt(outputStart, written)] === 'Constant';
  const name = analysis.tensors[tensor]?.name;
  return !analysis.inputs.some(input => input.name === name);
}

/** The node that alone reads all that `node` writes; `undefined` where that is an output of the model. */
function onlyReader({ analysis, inputs, inputStart, outputs, outputStart }: LayerModel['view'], node: number): number | undefined {
  const written = outputs.subarray(outputStart[node], outputStart[node + 1]);
  const [tensor = -1] = written;
  const name = analysis.tensors[tensor]?.name;
  if (written.length !== 1 || analysis.outputs.some(output => output.name === name)) return undefined;
  const first = inputs.indexOf(tensor);
  if (first < 0 || inputs.indexOf(tensor, first + 1) >= 0) return undefined;
  return lastStartAt(inputStart, first);
}

function sumOf(kernels: readonly Kernel[]): number {
  return kernels.reduce((sum, { medianMs }) => sum + medianMs, 0);
}
