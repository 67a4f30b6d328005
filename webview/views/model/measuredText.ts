import * as l10n from '@vscode/l10n';
import type { ModelView } from '../../../src/shared/report/modelView';
import { outputFacts } from './nodeText';

/** `Measured in a run: NonZero_3.count = 12`, for a node whose first output has a size that depends on the data; `undefined` for others. */
export function measuredText(view: ModelView, node: number): string | undefined {
  const symbols = node < 0 ? [] : (outputFacts(view, node)[0]?.symbolic ?? []);
  const measured = (view.analysis.measuredDims ?? []).filter(({ name }) =>
    symbols.some(dim => typeof dim === 'string' && dim.includes(name)),
  );
  if (measured.length === 0) return undefined;
  return l10n.t('Measured in a run: {0}', measured.map(({ name, value }) => `${name} = ${value}`).join(', '));
}
