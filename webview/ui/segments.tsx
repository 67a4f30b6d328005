interface Props<T extends string> {
  readonly label: string;
  readonly value: T | undefined;
  readonly options: readonly { readonly value: T; readonly title: string; readonly hint?: string }[];
  readonly onChange: (value: T) => void;
}

/** A few exclusive choices side by side, none chosen where `value` is none of them; arrow keys move as in any radio group. */
export function Segments<T extends string>({ label, value, options, onChange }: Props<T>) {
  const reachable = options.some(option => option.value === value) ? value : options[0]?.value;
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const index = options.findIndex(option => option.value === value) + step;
    const next = options[(index + options.length) % options.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(next.value);
    const group = event.currentTarget;
    if (group instanceof HTMLElement) group.querySelectorAll('button')[options.indexOf(next)]?.focus();
  };
  return (
    <span class="segments" role="radiogroup" aria-label={label} onKeyDown={move}>
      {options.map(option => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === reachable ? 0 : -1}
          title={option.hint}
          onClick={() => onChange(option.value)}
        >
          {option.title}
        </button>
      ))}
    </span>
  );
}
