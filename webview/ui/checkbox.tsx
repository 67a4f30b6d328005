import '@vscode-elements/elements/dist/vscode-checkbox/index.js';

interface Props {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Checkbox({ label, checked, disabled = false, onChange }: Props) {
  const change = (event: Event) => {
    const target: unknown = event.currentTarget;
    onChange(target instanceof HTMLElement && 'checked' in target && target.checked === true);
  };
  return <vscode-checkbox class="checkbox" label={label} checked={checked} disabled={disabled} onChange={change} />;
}
