import { config } from '@vscode/l10n';

/**
 * Texts in the language of VS Code, which the host writes into the page's body where there are any (`pageHtml.ts`). Imported first, so that constants with
 * texts find them, too.
 */
const { translation } = document.body.dataset;
if (translation !== undefined) config({ contents: translation });
