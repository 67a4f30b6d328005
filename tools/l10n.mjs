// npm run l10n [-- --check]: exports the texts of the host and the pages for translators; with --check only says whether that was done.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { getL10nJson } from '@vscode/l10n-dev';
import { filesBelow } from './filesBelow.mjs';
import { root } from './packages.mjs';

const FOLDERS = ['src/host', 'src/shared', 'webview'];
/** What stands for VS Code's own module in code that the command line shares with pages and host. */
const SHARED_MODULE = /'(?:\.\.?\/)+(?:base\/)?l10n'/;
const bundle = path.join(root, 'l10n', 'bundle.l10n.json');

/** The exported texts, sorted: which file a text stands in makes no difference. */
async function exported() {
  const files = FOLDERS.flatMap(filesBelow).filter(file => /\.tsx?$/.test(file));
  const texts = await getL10nJson(
    files.map(file => ({
      extension: path.extname(file),
      contents: fs.readFileSync(path.join(root, file), 'utf8').replace(SHARED_MODULE, "'@vscode/l10n'"),
    })),
  );
  const sorted = Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify(sorted, undefined, 2)}\n`;
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const text = await exported();
if (!values.check) {
  fs.mkdirSync(path.dirname(bundle), { recursive: true });
  fs.writeFileSync(bundle, text);
} else if (!fs.existsSync(bundle) || fs.readFileSync(bundle, 'utf8') !== text) {
  console.error('l10n/bundle.l10n.json is not what the sources say: npm run l10n');
  process.exitCode = 1;
}
