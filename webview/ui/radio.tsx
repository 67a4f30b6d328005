import '@vscode-elements/elements/dist/vscode-radio/index.js';

interface Props {
  readonly label: string;
  readonly group: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChoose: () => void;
}

export function Radio({ label, group, checked, disabled = false, onChoose }: Props) {
  return <vscode-radio class="radio" label={label} name={group} checked={checked} disabled={disabled} onChange={onChoose} />;
}
