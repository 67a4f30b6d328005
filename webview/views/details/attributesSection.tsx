import * as l10n from '@vscode/l10n';
import { Disclosure } from '../../ui/disclosure';
import { useAnswer } from '../page/useAnswer';
import { Skeleton } from '../../ui/skeleton';
import { usePage } from '../page/usePage';

/** Attributes of the anchor node, read when the section is opened. */
export function AttributesSection({ node }: { readonly node: number }) {
  const store = usePage();
  const isOpen = store.isPaneOpen('attributes', false);
  const details = useAnswer(`${node} ${isOpen} ${store.state.value.reading}`, isOpen ? () => store.host.nodeDetails(node) : undefined);
  return (
    <Disclosure class="details-section" title={l10n.t('Attributes')} open={isOpen} onToggle={open => store.setPane('attributes', open)}>
      {details.state === 'failed' ? <p class="sm muted">{details.message}</p> : undefined}
      {details.state === 'waiting' ? <Skeleton width={120} /> : undefined}
      {details.state !== 'done' ? undefined : details.value.attributes.length === 0 ? (
        <p class="sm muted">{l10n.t('None.')}</p>
      ) : (
        <dl class="pairs sm">
          {details.value.attributes.map(({ name, value }) => (
            <>
              <dt>{name}</dt>
              <dd class="mono-sm trunc" title={value}>
                {value}
              </dd>
            </>
          ))}
        </dl>
      )}
    </Disclosure>
  );
}
