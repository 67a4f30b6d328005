interface ListActions {
  readonly onChoose: (index: number) => void;
  /** `focus`: whether the focus goes back to what opened the list. */
  readonly onClose: (focus: boolean) => void;
}

/** Keys of an open list of options: arrows move the focus, Enter and Space choose, Escape closes, Tab leaves. */
export function listKeys(event: KeyboardEvent, list: HTMLElement | null, { onChoose, onClose }: ListActions): void {
  event.stopPropagation();
  const options = [...(list?.querySelectorAll<HTMLElement>('[tabindex="-1"]') ?? [])];
  const index = options.findIndex(option => option === document.activeElement);
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step !== 0) options[(index + step + options.length) % options.length]?.focus();
  if (event.key === 'Enter' || event.key === ' ') onChoose(index);
  if (event.key === 'Escape' || event.key === 'Tab') onClose(event.key === 'Escape');
  if (step !== 0 || event.key === ' ') event.preventDefault();
}
