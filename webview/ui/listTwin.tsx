import { useId } from 'preact/hooks';
import { listTarget } from './listTarget';

interface Props {
  readonly label: string;
  readonly class: string;
  readonly count: number;
  /** Selected option, −1 for none. */
  readonly selected: number;
  /** Options kept in the document on each side of the active one, 40 unless said otherwise: a listbox of 100,000 would be of no use to anybody. */
  readonly around?: number;
  /** What an option says. */
  readonly text: (option: number) => string;
  /** `isRange`: with Shift, from the active option. */
  readonly onSelect: (option: number, isRange: boolean) => void;
  /** From the keyboard; a click gives the focus to no card. */
  readonly onFocus?: (isFocused: boolean) => void;
  /** Enter on the active option. */
  readonly onEnter?: (() => void) | undefined;
}

const AROUND = 40;

/** What a canvas is to the eye this is to the keyboard and to screen readers: a listbox that runs to the right. */
export function ListTwin({ label, class: name, count, selected, around = AROUND, text, onSelect, onFocus, onEnter }: Props) {
  const id = useId();
  const active = Math.max(0, selected);
  const from = Math.max(0, active - around);
  const options = Array.from({ length: Math.max(0, Math.min(count, active + around) - from) }, (_, offset) => from + offset);
  const key = (event: KeyboardEvent) => {
    const next = listTarget(event.key, active, count);
    if (next !== undefined) {
      onFocus?.(true);
      onSelect(next, event.shiftKey);
    } else if (event.key === 'Enter' && onEnter !== undefined && count > 0) {
      if (selected < 0) onSelect(active, false);
      onEnter();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class={name}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      {...(count > 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
      onKeyDown={key}
      onFocus={event => onFocus?.(event.currentTarget.matches(':focus-visible'))}
      onBlur={() => onFocus?.(false)}
    >
      {options.map(option => (
        <div
          key={option}
          id={`${id}-${option}`}
          role="option"
          class="visually-hidden"
          aria-selected={option === selected}
          aria-setsize={count}
          aria-posinset={option + 1}
        >
          {text(option)}
        </div>
      ))}
    </div>
  );
}
