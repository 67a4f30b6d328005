import type { Weight } from '../shared/graph/weight';

/** The reason why the values of a weight cannot be had; `undefined` when they can, or will once a dry run becomes a run. */
export function whyUnreadable(weight: Weight | undefined): string | undefined {
  return weight?.bytes.kind === 'unavailable' && weight.bytes.reason !== 'dry run' ? weight.bytes.reason : undefined;
}
