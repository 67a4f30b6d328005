// The licences of what is bundled: read off the bundler's own list of inputs, so that none is forgotten.
const fs = require('node:fs');
const path = require('node:path');

/** Shipped beside the bundles, not in them. */
const UNBUNDLED = ['node_modules/onnxruntime-node', 'node_modules/onnxruntime-common'];
const CODICONS = 'node_modules/@vscode/codicons';

/** @param {string} input `node_modules/@scope/name/dist/x.js` → `node_modules/@scope/name`, the innermost one @returns {string | undefined} */
function packageFolder(input) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

/** @param {string} folder */
function noticeOf(folder) {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = fs.readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
  const text = file ? fs.readFileSync(path.join(folder, file), 'utf8').trim() : `Licence: ${license}`;
  return `${name} ${version} (${license})\n\n${text}\n`;
}

/** @param {readonly (import('esbuild').Metafile | undefined)[]} metafiles */
function thirdPartyNotices(metafiles) {
  const inputs = metafiles.flatMap(metafile => Object.keys(metafile?.inputs ?? {}));
  const bundled = inputs.flatMap(input => packageFolder(input) ?? []);
  const folders = [...new Set([...bundled, CODICONS, ...UNBUNDLED])].sort();
  return ['This product contains the following third-party software.\n', ...folders.map(noticeOf)].join(`\n${'-'.repeat(80)}\n\n`);
}

module.exports = { thirdPartyNotices };
