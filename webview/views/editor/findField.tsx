import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { TextField } from '../../ui/textField';
import { matchLayer } from '../model/matchLayer';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';

/** Finds layers by the filter language; Enter selects the next hit, Shift+Enter the one before, Escape goes back to where the focus was. */
export function FindField({ model }: { readonly model: LayerModel | undefined }) {
  const store = usePage();
  const field = useRef<HTMLElement | null>(null);
  const before = useRef<Element | null>(null);
  const requests = store.findRequests.value;
  // Before the next key, which would be taken for a command.
  useLayoutEffect(() => {
    if (requests === 0) return;
    before.current = document.activeElement;
    field.current?.focus();
  }, [requests]);
  const key = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter') selectHit(event.shiftKey ? -1 : 1);
    if (event.key !== 'Escape') return;
    store.arrange({ filter: '' });
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  const selectHit = (step: 1 | -1) => {
    if (model === undefined) return;
    const { length } = model.layers;
    const from = store.selectedIn(model);
    for (let distance = 1; distance <= length; distance++) {
      const index = (from + step * distance + length * 2) % length;
      if (matchLayer(model, index, store.terms.value)) {
        store.select(model.layers[index]?.key);
        return;
      }
    }
  };
  const { filter } = store.ui.value;
  return (
    <TextField
      class="find"
      label={l10n.t('Find layer')}
      placeholder={l10n.t('Find layer')}
      icon="search"
      value={filter}
      invalid={!store.filter.value.ok}
      field={element => (field.current = element)}
      after={filter === '' ? <span class="kbd">/</span> : undefined}
      onInput={text => store.arrange({ filter: text })}
      onKeyDown={key}
    />
  );
}
