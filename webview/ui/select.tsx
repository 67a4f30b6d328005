import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly title: string }[];
  readonly class?: string;
  readonly onChange: (value: string) => void;
}

export function Select({ label, value, options, class: extra = '', onChange }: Props) {
  const change = (event: Event) => {
    const target: unknown = event.currentTarget;
    if (target instanceof HTMLElement && 'value' in target) onChange(String(target.value));
  };
  return (
    <vscode-single-select class={`select ${extra}`} label={label} onChange={change}>
      {options.map(option => (
        <vscode-option key={option.value} value={option.value} selected={option.value === value}>
          {option.title}
        </vscode-option>
      ))}
    </vscode-single-select>
  );
}
