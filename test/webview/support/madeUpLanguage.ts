import { config, t } from '@vscode/l10n';
import bundle from '../../../l10n/bundle.l10n.json';
import { setTranslation } from '../../../src/shared/base/l10n';
import { setNumberLanguage } from '../../../src/shared/base/numberLanguage';

/** How much longer than English a language may well be. */
const LONGER = 0.35;

/** A translation of every exported text into itself, between marks and longer, and numbers with a comma. Imported before anything that has texts. */
const texts: Readonly<Record<string, string | { readonly message: string }>> = bundle;
const contents = Object.fromEntries(
  Object.entries(texts).map(([key, text]) => [key, marked(typeof text === 'string' ? text : text.message)]),
);

config({ contents });
setTranslation((text, ...parts) => t(text, ...parts));
setNumberLanguage('fr');

function marked(text: string): string {
  return `⟦${text}${'·'.repeat(Math.ceil(text.length * LONGER))}⟧`;
}
