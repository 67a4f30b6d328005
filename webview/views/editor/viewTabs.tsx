import * as l10n from '@vscode/l10n';
import { Select } from '../../ui/select';
import type { ViewId } from '../page/uiState';
import { AfterFirstPaint } from '../page/afterFirstPaint';
import { usePage } from '../page/usePage';
import { EDITOR_VIEWS } from './editorViews';

/** Tabs of the views; one dropdown where there is no room for tabs. */
export function ViewTabs() {
  const store = usePage();
  const shown = store.shownView.value;
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const index = EDITOR_VIEWS.findIndex(({ id }) => id === shown) + step;
    const next = EDITOR_VIEWS[(index + EDITOR_VIEWS.length) % EDITOR_VIEWS.length];
    if (next === undefined) return;
    store.arrange({ view: next.id });
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={l10n.t('View')} onKeyDown={move}>
        {EDITOR_VIEWS.map(({ id, title, key }) => (
          <button
            key={id}
            id={`tab-${id}`}
            type="button"
            role="tab"
            aria-selected={id === shown}
            aria-controls="view"
            tabIndex={id === shown ? 0 : -1}
            onClick={() => store.arrange({ view: id })}
          >
            {title}
            <span class="kbd" aria-hidden="true">
              {key}
            </span>
          </button>
        ))}
      </div>
      <div class="tabs-narrow">
        <AfterFirstPaint>
          <Select
            label={l10n.t('View')}
            value={shown}
            options={EDITOR_VIEWS.map(({ id, title }) => ({ value: id, title }))}
            onChange={value => store.arrange({ view: EDITOR_VIEWS.find(({ id }) => id === value)?.id ?? ('layers' satisfies ViewId) })}
          />
        </AfterFirstPaint>
      </div>
    </>
  );
}
