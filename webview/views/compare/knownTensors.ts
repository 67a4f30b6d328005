import * as l10n from '@vscode/l10n';
import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import type { TensorDifference } from '../../../src/shared/report/tensorDifference';
import type { ComparedRow } from './comparedRow';

/** What is known about the tensors of a file, and on what it was found. */
export interface KnownTensors {
  readonly difference: Pick<TensorDifference, 'layers'>;
  readonly on: string;
}

/** As compared last, else as measured when the file was made from the open model; `undefined` where neither was done. */
export function knownTensors({ tensorDifference, variants }: ModelState, { file }: ComparedRow): KnownTensors | undefined {
  if (file !== undefined && tensorDifference?.path === file.path) {
    const { samples, inputs } = tensorDifference;
    const onData = samples === 1 ? l10n.t('1 sample') : l10n.t('{0} samples', samples);
    return { difference: tensorDifference, on: inputs === 'synthetic' ? l10n.t('{0} random inputs', samples) : onData };
  }
  const variant = variants.find(({ path }) => path === file?.path);
  const isMadeFromModel = variants.every(({ path }) => path !== variant?.parent);
  const layers = variant?.result.layerErrors;
  return layers === undefined || !isMadeFromModel
    ? undefined
    : { difference: { layers }, on: l10n.t('Samples held back when it was made') };
}
