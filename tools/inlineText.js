const fs = require('node:fs');
const path = require('node:path');

/** What ends or changes the element of HTML that a text stands in. */
const BREAKS = /<\/(?:script|style)|<!--/i;

/** What in a text would end the element that it is put into; `undefined` for a text that is safe. @param {string} text @returns {string | undefined} */
const breaksElement = text => BREAKS.exec(text)?.[0];
exports.breaksElement = breaksElement;

/**
 * Fails the build for files that the host puts into the HTML of pages (`src/host/pages/pageHtml.ts`) and that would end the element they stand in.
 * @param {(name: string) => boolean} isInlined by the name of a file
 * @returns {import('esbuild').Plugin}
 */
exports.inlineText = isInlined => ({
  name: 'inline-text',
  setup(build) {
    const folder = build.initialOptions.outdir ?? '';
    build.onEnd(({ errors }) => {
      const names = errors.length > 0 || !fs.existsSync(folder) ? [] : fs.readdirSync(folder).filter(isInlined);
      const unsafe = names.flatMap(name => {
        const found = breaksElement(fs.readFileSync(path.join(folder, name), 'utf8'));
        return found === undefined ? [] : [{ text: `${name} stands in the HTML of pages and holds “${found}”` }];
      });
      return { errors: unsafe };
    });
  },
});
