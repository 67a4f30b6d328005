import * as l10n from '../base/l10n';

/** How often a measured run executed a body: `ran 12 times in a run, measured`. */
export function executionsText(executions: number): string {
  if (executions === 0) return l10n.t('did not run, measured');
  return executions === 1 ? l10n.t('ran once in a run, measured') : l10n.t('ran {0} times in a run, measured', executions);
}
