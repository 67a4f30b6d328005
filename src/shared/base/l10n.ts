/** Gives a text in another language, `{0}`, `{1}`, … in it replaced. */
export type Translate = (text: string, ...parts: readonly (string | number)[]) => string;

const inEnglish: Translate = (text, ...parts) =>
  text.replaceAll(/\{(\d+)\}/g, (whole, index: string) => String(parts[Number(index)] ?? whole));

let translate = inEnglish;

/** Pages and host say at their start how texts are translated; elsewhere they stay English. */
export function setTranslation(translation: Translate): void {
  translate = translation;
}

/** A text for people that stands in code which the command line shares with pages and host. Named as in `vscode.l10n`, so that translators find it. */
export function t(text: string, ...parts: readonly (string | number)[]): string {
  return translate(text, ...parts);
}
