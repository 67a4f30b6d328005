import type { ErrorInfo } from '../../../src/shared/report/layerwiseError';

/** The main-graph node at which something failed; −1 where it is not known, or has no name. */
export function failedNode({ place }: ErrorInfo, nodeNames: readonly string[]): number {
  return place?.node === undefined ? -1 : nodeNames.indexOf(place.node);
}
