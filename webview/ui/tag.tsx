import * as l10n from '@vscode/l10n';

type Kind = 'measured' | 'estimated' | 'exact' | 'no estimate' | 'dry run' | 'other shape' | 'provisional' | 'run before';

const WORDS: Readonly<Record<Kind, string>> = {
  measured: l10n.t('measured'),
  estimated: l10n.t('estimated'),
  exact: l10n.t('exact'),
  'no estimate': l10n.t('no estimate'),
  'dry run': l10n.t('dry run, nothing written'),
  'other shape': l10n.t('other shape'),
  provisional: l10n.t('provisional'),
  'run before': l10n.t('run before'),
};

/** What a number rests on, as a tag: solid for measured, dashed for estimated or nothing (design spec 1.3). */
export function Tag({ kind }: { readonly kind: Kind }) {
  const style = kind === 'measured' || kind === 'exact' ? 'tag solid' : 'tag dashed';
  return <span class={style}>{WORDS[kind]}</span>;
}
