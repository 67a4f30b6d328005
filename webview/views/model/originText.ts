import * as l10n from '@vscode/l10n';
import type { DifferenceNode } from '../../../src/shared/report/graphDifference';
import type { LayerOrigin } from './layerOrigin';

/** Heading of what stands on the other side: `Made from det.onnx`, `Became in clean`. */
export function originTitle({ direction, file }: LayerOrigin): string {
  return direction === 'from' ? l10n.t('Made from {0}', file) : l10n.t('Became in {0}', file);
}

/** What there is to say where nothing stands on the other side. */
export function nothingText({ direction }: LayerOrigin): string {
  return direction === 'from' ? l10n.t('Added; no node of the original.') : l10n.t('Nothing: it was removed.');
}

export function otherText({ name, op }: DifferenceNode): string {
  return name.startsWith(`${op} #`) ? name : `${op} ${name}`;
}

/** Passes that did it; empty where none is known. */
export function stepsText({ steps }: LayerOrigin): string {
  return steps.length === 0 ? '' : l10n.t('by {0}', steps.join(', '));
}
