import type { ComponentChildren } from 'preact';

/** Attributes of the custom elements in use, as far as they are used. */
interface ElementProps {
  readonly key?: string | number;
  readonly children?: ComponentChildren;
  readonly class?: string;
  readonly id?: string;
  readonly title?: string;
  readonly slot?: string;
  readonly role?: 'alert';
  readonly ref?: (element: HTMLElement | null) => void;
  readonly onClick?: (event: MouseEvent) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly onBlur?: (event: FocusEvent) => void;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string;
  readonly 'data-action'?: string;
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': ElementProps & { readonly secondary?: boolean; readonly disabled?: boolean };
      'vscode-badge': ElementProps & { readonly variant?: 'counter' };
      'vscode-textfield': ElementProps & {
        readonly value?: string;
        readonly label?: string;
        readonly placeholder?: string;
        readonly invalid?: boolean;
        readonly disabled?: boolean;
        readonly onInput?: (event: Event) => void;
        readonly onChange?: (event: Event) => void;
      };
      'vscode-checkbox': ElementProps & {
        readonly checked?: boolean;
        readonly disabled?: boolean;
        readonly label?: string;
        readonly onChange?: (event: Event) => void;
      };
      'vscode-radio': ElementProps & {
        readonly checked?: boolean;
        readonly disabled?: boolean;
        readonly label?: string;
        readonly name?: string;
        readonly onChange?: (event: Event) => void;
      };
      'vscode-single-select': ElementProps & {
        readonly label?: string;
        readonly disabled?: boolean;
        readonly value?: string;
        readonly onChange?: (event: Event) => void;
      };
      'vscode-option': ElementProps & { readonly value?: string; readonly selected?: boolean };
    }
  }
}
