import type { Dtype } from '../../../src/shared/graph/dtype';

/** A type as people write it: `fp32`, `bf16`, `int8`; empty when it is not known. */
export function dtypeWord(dtype: Dtype | undefined): string {
  return (dtype ?? '')
    .replace(/^u?int8$/, 'int8')
    .replace(/^bfloat/, 'bf')
    .replace(/^float/, 'fp')
    .toLowerCase();
}
