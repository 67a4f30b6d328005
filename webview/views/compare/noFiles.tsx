import * as l10n from '@vscode/l10n';
import { Button } from '../../ui/button';
import { usePage } from '../page/usePage';

/** Before anything was made of the model. */
export function NoFiles() {
  const store = usePage();
  return (
    <div class="chart-empty">
      <p>{l10n.t('None yet. Each optimization writes a new file next to the model. The original never changes.')}</p>
      <div class="row wrap">
        <Button secondary icon="zap" action="optimize" onClick={() => store.act({ kind: 'openOptimize' })}>
          {l10n.t('Optimize…')}
        </Button>
        <Button secondary icon="git-compare" action="addCompared" onClick={() => store.act({ kind: 'addCompared' })}>
          {l10n.t('Compare with Another File…')}
        </Button>
      </div>
    </div>
  );
}
