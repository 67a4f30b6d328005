import * as l10n from '@vscode/l10n';
import type { ListedVariant } from '../../../src/shared/report/variant';
import { unpaidLayers } from '../../../src/shared/report/unpaidLayers';
import { Button } from '../../ui/button';
import { LinkButton } from '../../ui/linkButton';
import { usePage } from '../page/usePage';
import type { Verdict } from './verdict';

interface Props {
  readonly variant: ListedVariant;
  readonly verdict: Verdict;
}

/** Keep is offered first only when the result earned it. */
export function ResultActions({ variant, verdict }: Props) {
  const store = usePage();
  const { keep } = verdict;
  const { id } = variant;
  const isKept = variant.state === 'kept';
  return (
    <div class="row wrap verdict-actions">
      {isKept || keep === undefined ? undefined : (
        <Button action="keep" secondary={!keep.isPrimary} onClick={() => store.act({ kind: 'keepVariant', id })}>
          {keep.title}
        </Button>
      )}
      {isKept ? <span class="muted">{l10n.t('Kept.')}</span> : undefined}
      {isKept ? (
        <Button secondary icon="go-to-file" onClick={() => store.act({ kind: 'openVariant', id })}>
          {l10n.t('Open')}
        </Button>
      ) : undefined}
      <Button secondary action="discard" onClick={() => store.act({ kind: 'discardVariant', id })}>
        {isKept ? l10n.t('Delete…') : l10n.t('Discard')}
      </Button>
      {isKept || keep !== undefined ? undefined : (
        <Button secondary action="keep" onClick={() => store.act({ kind: 'keepVariant', id })}>
          {l10n.t('Keep Anyway')}
        </Button>
      )}
      {variant.result.asked !== undefined && unpaidLayers(variant.result).length > 0 ? (
        <Button
          secondary
          icon="zap"
          action="onlyWhatPays"
          title={l10n.t('Makes the variant again with the layers left as they are that take longer in INT8.')}
          onClick={() => store.act({ kind: 'onlyWhatPays', id })}
        >
          {l10n.t('Only What Pays')}
        </Button>
      ) : undefined}
      {variant.result.latency?.speedup.verdict === 'too noisy' ? (
        <Button secondary icon="refresh" action="measureLonger" onClick={() => store.act({ kind: 'measureLonger', id })}>
          {l10n.t('Run Longer')}
        </Button>
      ) : undefined}
      <Button secondary icon="git-compare" action="compare" onClick={() => store.act({ kind: 'compareWithBaseline', id })}>
        {l10n.t('Compare')}
      </Button>
      <Button secondary icon="go-to-file" action="compareAsText" onClick={() => store.act({ kind: 'compareAsText', id })}>
        {l10n.t('Compare as Text')}
      </Button>
      <span class="grow" />
      <LinkButton class="sm" onClick={() => store.act({ kind: 'showLog' })}>
        {l10n.t('Show Log')}
      </LinkButton>
    </div>
  );
}
