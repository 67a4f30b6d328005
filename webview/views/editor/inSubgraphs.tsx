import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../src/shared/base/formatNumber';

/** What the bodies of If, Loop and Scan hold beside the main graph; nothing when they hold none. */
export function InSubgraphs({ count }: { readonly count: number | undefined }) {
  if (!count) return null;
  return (
    <span class="muted" title={l10n.t('In the bodies of If, Loop and Scan, each run once')}>
      {' + '}
      {formatCount(count)}
    </span>
  );
}
