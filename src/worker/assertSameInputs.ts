import path from 'node:path';
import type { OnnxModel } from '../onnx/openModel';
import { isFloatDtype, type Dtype } from '../shared/graph/dtype';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { modelInputs } from './modelInputs';

/** The variant is fed what the base is, in another floating-point type where it has one. Throws `not-applicable` when it reads something else. */
export function assertSameInputs(base: OnnxModel, variant: OnnxModel): void {
  const known = modelInputs(base.graph);
  const strange = modelInputs(variant.graph).find(
    input => !known.some(({ name, dtype }) => name === input.name && isFedAs(dtype, input.dtype)),
  );
  if (strange === undefined) return;
  const [first, second] = [base, variant].map(model => path.basename(model.path));
  throw new LayerwiseError(
    'not-applicable',
    `${second} cannot be compared with ${first}, which has no input “${strange.name}” of type ${strange.dtype}. Compare models with the same inputs.`,
    { file: variant.path },
  );
}

function isFedAs(base: Dtype, variant: Dtype): boolean {
  return base === variant || (isFloatDtype(base) && isFloatDtype(variant));
}
