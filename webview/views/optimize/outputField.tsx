import * as l10n from '@vscode/l10n';
import { variantFileName } from '../../../src/shared/report/variantFileName';
import { Button } from '../../ui/button';
import { LinkButton } from '../../ui/linkButton';
import { usePage } from '../page/usePage';
import { chosenPasses, type PassChoice } from './passChoice';

/** Where the result is written: next to the model under the name of its passes, or where the user says. */
export function OutputField({ choice }: { readonly choice: PassChoice }) {
  const store = usePage();
  const { passes, fileName, output, runnable } = store.state.value;
  const chosen = chosenPasses(passes, choice);
  const tags = chosen.map(({ fileTag }) => fileTag);
  return (
    <div class="plan-field">
      <h2>{l10n.t('Write to')}</h2>
      <div class="row">
        <span class="grow mono-sm trunc plan-output" title={output?.path}>
          {output?.label ?? variantFileName(fileName, tags)}
        </span>
        <Button
          compact
          secondary
          icon="folder-opened"
          disabled={!runnable}
          action="chooseOutput"
          onClick={() => store.act({ kind: 'chooseOutput', passIds: chosen.map(({ id }) => id) })}
        >
          {l10n.t('Browse…')}
        </Button>
      </div>
      <p class="sm muted">
        {output === undefined ? (
          l10n.t('A new file next to the model. The original never changes.')
        ) : (
          <>
            {l10n.t('A new file. Nothing is overwritten.')}{' '}
            <LinkButton onClick={() => store.act({ kind: 'clearOutput' })}>{l10n.t('Next to the Model')}</LinkButton>
          </>
        )}
      </p>
    </div>
  );
}
