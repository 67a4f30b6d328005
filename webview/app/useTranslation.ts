import { config, t } from '@vscode/l10n';
import { setTranslation } from '../../src/shared/base/l10n';
import { setNumberLanguage } from '../../src/shared/base/numberLanguage';

/**
 * Texts and numbers in the language of VS Code, which the host writes into the page's body (`pageHtml.ts`), the texts where somebody has translated them. Imported
 * first, so that constants with texts find them, too.
 */
const { translation, language } = document.body.dataset;
if (translation !== undefined) config({ contents: translation });
setTranslation((text, ...parts) => t(text, ...parts));
setNumberLanguage(language ?? 'en');
