import * as l10n from '@vscode/l10n';
import { formatBytes } from '../../../src/shared/base/formatNumber';
import type { LayerMeasures } from './layerMeasures';
import { byteRate } from './rates';
import { withStrong, type Sentence } from './sentence';

const LANES = 16;
const FEW_POSITIONS = 64;
const LARGE_WEIGHT_BYTES = 1e6;

export function fewPositions({ weightBytes, outputPositions, op }: LayerMeasures): readonly Sentence[] {
  if (outputPositions === undefined || outputPositions > FEW_POSITIONS || !(weightBytes >= LARGE_WEIGHT_BYTES) || op !== 'Conv') return [];
  const sentence =
    outputPositions === 1
      ? l10n.t('Each of its {strong} of weights is used for one output position.')
      : l10n.t('Each of its {strong} of weights is used for only {count} output positions.', { count: outputPositions });
  return [withStrong(sentence, formatBytes(weightBytes))];
}

export function unalignedChannels({ outputChannels, op }: LayerMeasures): readonly Sentence[] {
  if (op !== 'Conv' || outputChannels === undefined || outputChannels % LANES === 0) return [];
  return [[l10n.t('{0} output channels are not a multiple of 16: the last block of lanes is not full.', outputChannels)]];
}

export function tiledTransposedConv({ tiles }: LayerMeasures): readonly Sentence[] {
  return tiles ? [[l10n.t('Its kernel equals its stride: it is a 1×1 Conv and a rearrangement.')]] : [];
}

export function isCopy({ op }: LayerMeasures): boolean {
  return /^(Resize|Upsample|Concat|Transpose|Slice|Gather|Pad|Split|Expand|Tile)$/.test(op);
}

/** How a Resize finds its values is not known here: it may interpolate. */
const MAY_COMPUTE = /^(Resize|Upsample)$/;

/** Empty where it is not known what its kernel writes. */
export function copies({ op, outputBytes, timeMs }: LayerMeasures): readonly Sentence[] {
  if (!(outputBytes > 0)) return [];
  const speed = byteRate(outputBytes, timeMs);
  const sentence = MAY_COMPUTE.test(op)
    ? l10n.t('Writes {strong} at {speed}.', { speed })
    : l10n.t('No arithmetic: it copies. Writes {strong} at {speed}.', { speed });
  return [withStrong(sentence, formatBytes(outputBytes))];
}
