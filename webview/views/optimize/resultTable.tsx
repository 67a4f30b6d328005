import * as l10n from '@vscode/l10n';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import type { Budgets } from '../../../src/shared/report/budgetState';
import { resultRows, type ResultCell } from './resultRows';
import type { Verdict } from './verdict';

interface Props {
  readonly result: OptimizeResult;
  readonly verdict: Verdict;
  readonly budgets: Budgets;
}

export function ResultTable({ result, verdict, budgets }: Props) {
  return (
    <table class="result-table">
      <thead>
        <tr>
          <td />
          <th scope="col">{l10n.t('Before')}</th>
          <th scope="col">{l10n.t('After')}</th>
          <th scope="col">{l10n.t('Change')}</th>
        </tr>
      </thead>
      <tbody>
        {resultRows(result, verdict, budgets).map(({ title, before, after, change }) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            {cell(before)}
            {cell(after)}
            {cell(change)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cell({ text, aside, exact }: ResultCell) {
  return (
    <td title={exact}>
      {text} {aside === undefined ? undefined : <span class="muted">{aside}</span>}
    </td>
  );
}
