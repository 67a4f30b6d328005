import * as l10n from '@vscode/l10n';
import type { ModelView } from '../../../src/shared/report/modelView';
import { operatorsOf } from '../model/operatorsOf';

/** Operators that only a quantized model has. */
const QUANTIZED = /^(Q|Deq)uantizeLinear$|^DynamicQuantize|Integer(ToFloat)?$|^QLinear|^QGemm$|^QAttention$|NBits$|^GatherBlockQuantized$/;
/** Operators whose weights are worth fewer bits, and those that have channels. */
const WEIGHTED = /^(Conv|ConvTranspose|MatMul|Gemm|Gather|LSTM|GRU|RNN|Attention|EmbedLayerNormalization)$/;
const LINEAR = /^(Conv|ConvTranspose|MatMul|Gemm)$/;

/** Why a method can do nothing to a model, in a sentence; `undefined` where it may. What would not pay is no reason: users may want it all the same. */
export function unfitReason(pass: string, view: ModelView): string | undefined {
  const { functionCalls, analysis } = view;
  const has = (pattern: RegExp) => [...operatorsOf(view)].some(op => pattern.test(op));
  // What stands in bodies and functions is not known here.
  const isHidden = functionCalls.length > 0 || has(/^(If|Loop|Scan)$/);
  switch (pass) {
    case 'dequantize':
      return isHidden || has(QUANTIZED) ? undefined : l10n.t('Nothing is quantized in this model.');
    case 'fix-shapes':
      return analysis.dims.length > 0 ? undefined : l10n.t('All sizes of this model are fixed already.');
    case 'quantize-static':
    case 'quantize-dynamic':
    case 'mixed-precision':
      return isHidden || has(WEIGHTED) ? undefined : l10n.t('No convolution or matrix product is there to quantize.');
    case 'quantize-weights':
    case 'float16':
    case 'share-weights':
      return analysis.totals.params + analysis.totals.constantParams + analysis.totals.quantizedParams > 0
        ? undefined
        : l10n.t('This model has no weights.');
    case 'prune-channels':
      return isHidden || has(LINEAR) ? undefined : l10n.t('No layer of this model has channels to remove.');
    default:
      return undefined;
  }
}
