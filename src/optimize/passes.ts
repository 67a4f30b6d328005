import { LayerwiseError } from '../shared/report/layerwiseError';
import type { Pass } from './pass';
import { pruneChannels } from './prune/pruneChannels';
import { dequantize } from './quantize/dequantize';
import { float16 } from './quantize/float16';
import { mixedPrecision } from './quantize/mixedPrecision';
import { quantizeDynamic } from './quantize/quantizeDynamic';
import { quantizeStatic } from './quantize/quantizeStatic';
import { quantizeWeights } from './quantize/quantizeWeights';
import { clean } from './rewrite/clean';
import { decompose } from './rewrite/decompose';
import { fixShapes } from './rewrite/fixShapes';
import { shareWeights } from './rewrite/shareWeights';
import { upgradeOpset } from './rewrite/upgradeOpset';

/** Every pass that there is, in the order in which lists show them. Commands, buttons, lenses and the command line are made from it. */
export const PASSES: readonly Pass[] = [
  clean,
  fixShapes,
  quantizeStatic,
  mixedPrecision,
  quantizeDynamic,
  quantizeWeights,
  float16,
  dequantize,
  pruneChannels,
  upgradeOpset,
  decompose,
  shareWeights,
];

/** Throws `LayerwiseError` with reason `usage` for an id that the table does not have. */
export function passById(id: string): Pass {
  const pass = PASSES.find(({ description }) => description.id === id);
  if (pass !== undefined) return pass;
  const known = PASSES.map(({ description }) => description.id).join(', ');
  throw new LayerwiseError('usage', `There is no pass “${id}”. Use one of: ${known}.`);
}
