import * as l10n from '@vscode/l10n';
import { Button } from '../../ui/button';
import { usePage } from '../page/usePage';

/** What to do first: select a layer, and before a run, run the model. */
export function NothingSelected() {
  const store = usePage();
  const { profile, job, trust, runnable } = store.state.value;
  const canRun = profile === undefined && job === undefined && trust === 'trusted' && runnable;
  return (
    <div class="details-empty muted">
      <p>{l10n.t('Select a layer to see its shapes, kernel and weights.')}</p>
      {canRun ? (
        <>
          <p>{l10n.t('Colors show MACs. Run the model to see time.')}</p>
          <Button compact secondary icon="play" onClick={() => store.act({ kind: 'profile' })}>
            {l10n.t('Profile')}
          </Button>
        </>
      ) : undefined}
    </div>
  );
}
