import * as l10n from '@vscode/l10n';
import { useEffect, useRef } from 'preact/hooks';
import { EDITOR_KEYS, VIEW_KEYS } from './editorKeys';

/** The keyboard map, which arrow keys scroll where it is longer than the page. */
export function KeyHelp() {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} class="overlay key-help" role="dialog" aria-label={l10n.t('Keyboard')} tabIndex={0}>
      <dl class="pairs sm">
        {[...EDITOR_KEYS, ...VIEW_KEYS].map(({ keys, title }) => (
          <>
            <dt>
              <span class="kbd">{keys}</span>
            </dt>
            <dd>{title}</dd>
          </>
        ))}
      </dl>
    </div>
  );
}
