import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon';
import { LinkButton } from './linkButton';

interface Props {
  readonly children: ComponentChildren;
  /** Done once it is in the clipboard. */
  readonly onCopy: () => Promise<void>;
}

const SHOWN_MS = 2000;

/** A link that copies, and for a moment says that it has, to the ear as well. */
export function CopyButton({ children, onCopy }: Props) {
  const [copies, setCopies] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setCopies(0), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copies]);
  const copy = () => {
    onCopy().then(
      () => setCopies(count => count + 1),
      () => undefined,
    );
  };
  return (
    <span class="row">
      <LinkButton class="sm" onClick={copy}>
        {children}
      </LinkButton>
      <span class="sm muted" role="status">
        {copies === 0 ? undefined : (
          <>
            <Icon name="check" size={14} /> {l10n.t('Copied')}
          </>
        )}
      </span>
    </span>
  );
}
