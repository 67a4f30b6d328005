import * as l10n from '@vscode/l10n';
import type { Kernel } from '../../../src/shared/report/latency';
import type { LayerModel } from '../model/layerModel';
import { bareOp } from '../model/layerText';

/** What a layer consists of besides its anchor, named by pattern (design spec 4.16). */
export interface SatelliteRow {
  readonly name: string;
  readonly kernels: number;
  readonly timeMs: number;
  /** All of its kernels are at or below the floor. */
  readonly isTiny: boolean;
}

const HARD_SWISH = ['Add', 'Clip', 'Mul', 'Div'];

export function satelliteRows(model: LayerModel, index: number): readonly SatelliteRow[] {
  const layer = model.layers[index];
  const floorMs = model.profile?.floorMs ?? 0;
  const kernels = (layer?.kernels ?? []).filter(id => id !== layer?.anchorKernel).flatMap(id => model.profile?.kernels[id] ?? []);
  const groups = new Map<string, Kernel[]>();
  const names = patternNames(kernels);
  kernels.forEach((kernel, position) => {
    const name = kernel.medianMs <= floorMs ? '' : (names[position] ?? '');
    groups.set(name, [...(groups.get(name) ?? []), kernel]);
  });
  const tiny = groups.get('') ?? [];
  groups.delete('');
  const rows = [...groups].map(([name, members]) => rowOf(name, members, false));
  return tiny.length === 0 ? rows : [...rows, rowOf(tinyName(tiny), tiny, true)];
}

function rowOf(name: string, members: readonly Kernel[], isTiny: boolean): SatelliteRow {
  return { name, kernels: members.length, timeMs: members.reduce((sum, { medianMs }) => sum + medianMs, 0), isTiny };
}

/** Name of each kernel's row. */
function patternNames(kernels: readonly Kernel[]): readonly string[] {
  const ops = kernels.map(({ op }) => bareOp(op));
  const names = kernels.map(({ added }, index) => (added ? l10n.t('layout change') : (ops[index] ?? '')));
  for (let first = 0; first + HARD_SWISH.length <= ops.length; first++) {
    const four = ops.slice(first, first + HARD_SWISH.length);
    if (four[0] === 'Add' && four[1] === 'Clip' && HARD_SWISH.every(op => four.includes(op)))
      names.fill('HardSwish', first, first + four.length);
  }
  const isAffine = (name: string | undefined) => name === 'Mul' || name === 'Add';
  return names.map((name, index) => {
    const hasPartner = (name === 'Mul' && names[index + 1] === 'Add') || (name === 'Add' && names[index - 1] === 'Mul');
    return isAffine(name) && hasPartner ? l10n.t('scale, shift') : name;
  });
}

/** `3 reshapes`, `4 tiny`. */
function tinyName(kernels: readonly Kernel[]): string {
  const isReshape = kernels.every(({ op }) => bareOp(op) === 'Reshape');
  if (!isReshape) return l10n.t('{0} tiny', kernels.length);
  return kernels.length === 1 ? l10n.t('1 reshape') : l10n.t('{0} reshapes', kernels.length);
}
