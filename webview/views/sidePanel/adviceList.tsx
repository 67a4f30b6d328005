import * as l10n from '@vscode/l10n';
import type { Advice } from '../../../src/shared/report/suggestion';
import { Disclosure } from '../../ui/disclosure';
import { fullText } from '../page/suggestionText';
import { usePage } from '../page/usePage';

/** What would help and no pass does: what was found, and on demand what to do about it. */
export function AdviceList({ advice }: { readonly advice: readonly Advice[] }) {
  const store = usePage();
  return (
    <Disclosure
      class="declined sm"
      title={l10n.t('Advice ({0})', advice.length)}
      open={store.isPaneOpen('advice', false)}
      onToggle={open => store.setPane('advice', open)}
    >
      <ul>
        {advice.map(item => (
          <li key={item.rule}>
            {item.title} <span class="muted">{fullText(item)}</span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
