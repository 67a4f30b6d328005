import * as l10n from '@vscode/l10n';
import { Button } from '../../ui/button';
import { usePage } from '../page/usePage';

export function NoMatch() {
  const store = usePage();
  const clear = () => {
    store.arrange({ filter: '' });
    store.brush.value = undefined;
  };
  return (
    <div class="no-match">
      <p>{l10n.t('No layer matches.')}</p>
      <Button compact secondary onClick={clear}>
        {l10n.t('Clear Filter')}
      </Button>
    </div>
  );
}
