import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Analysis } from '../../../src/shared/report/analysis';
import type { ModelView } from '../../../src/shared/report/modelView';
import { usePage } from '../page/usePage';

interface Props {
  readonly dim: Analysis['dims'][number];
  readonly label: string;
  readonly view: ModelView;
}

/** `batch=1`, dashed underlined; Enter or click edits it in place, an invalid value keeps the old one and says why. */
export function DimEditor({ dim, label, view }: Props) {
  const store = usePage();
  const [isEditing, setEditing] = useState(false);
  const [reason, setReason] = useState('');
  const button = useRef<HTMLButtonElement>(null);
  /** The focus comes back from a field that was left by a key. */
  const returns = useRef(false);
  useLayoutEffect(() => {
    if (!isEditing && returns.current) button.current?.focus();
    returns.current = false;
  }, [isEditing]);
  const close = (message = '') => {
    setEditing(false);
    setReason(message);
  };
  const commit = (text: string) => {
    const size = Number(text);
    if (text.trim() === '' || size === dim.value) {
      close();
      return;
    }
    if (!Number.isInteger(size) || size < 1) {
      close(l10n.t('{0} must be a whole number of at least 1.', label));
      return;
    }
    close();
    const chosen = Object.fromEntries(view.analysis.dims.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
    store.host.setDims({ ...chosen, [dim.name]: size }).catch((error: unknown) => setReason(messageOf(error)));
  };
  const described = reason === '' ? undefined : `dim-${dim.name}`;
  return (
    <span class="dim-box">
      {isEditing ? (
        <DimInput
          label={label}
          value={dim.value ?? dim.suggested}
          onCommit={commit}
          onCancel={() => close()}
          onKey={() => (returns.current = true)}
        />
      ) : (
        <button
          ref={button}
          type="button"
          class="dim"
          title={tooltip(dim.name, label)}
          aria-describedby={described}
          onClick={() => setEditing(true)}
        >
          {label}={dim.value ?? '?'}
        </button>
      )}
      {reason === '' ? undefined : (
        <span class="dim-reason overlay" id={described} role="alert">
          {reason}
        </span>
      )}
    </span>
  );
}

interface InputProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly onCommit: (text: string) => void;
  readonly onCancel: () => void;
  /** Enter or Escape was pressed, before what they do. */
  readonly onKey: () => void;
}

function DimInput({ label, value, onCommit, onCancel, onKey }: InputProps) {
  const input = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  // Before anything else hears that the focus left the button: an overlay around both would close.
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const finish = (action: () => void) => {
    if (done.current) return;
    done.current = true;
    action();
  };
  const key = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter' || event.key === 'Escape') {
      onKey();
      event.preventDefault(); // else Enter would press the button that gets the focus
    }
    if (event.key === 'Enter') finish(() => onCommit(input.current?.value ?? ''));
    if (event.key === 'Escape') finish(onCancel);
  };
  return (
    <span class="dim">
      {label}=
      <input
        ref={input}
        class="dim-input mono"
        inputMode="numeric"
        aria-label={l10n.t('Size of {0}', label)}
        defaultValue={value === undefined ? '' : String(value)}
        onKeyDown={key}
        onBlur={() => finish(() => onCommit(input.current?.value ?? ''))}
      />
    </span>
  );
}

function tooltip(name: string, label: string): string {
  if (name === label) return l10n.t('Symbolic dimension: {0}. Click to change.', label);
  if (name === '') return l10n.t('Symbolic dimension: {0} (unnamed in the file). Click to change.', label);
  return l10n.t('Symbolic dimension: {0} ({1} in the file). Click to change.', label, name);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
