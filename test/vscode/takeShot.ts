// npm run shot -- MODEL.onnx [OUT.png] [options]: a picture of the real thing.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { exitOnSignals } from './exitOnSignals';
import { root } from './paths';
import { startServer } from './server';
import { launchBrowser, newPage, Workbench } from './workbench';

const USAGE = `npm run shot -- MODEL.onnx [OUT.png] [options]
  --theme NAME    dark (default), light, hc, hcl, or the id of a theme
  --view NAME     a tab of the editor by its label (layers, map, timeline, roofline, …), panel (the side panel), or text (the text form with its lenses)
  --panel         show the side panel beside the editor
  --command TITLE run a command of the palette ("Layerwise: Profile Model")    may be repeated
  --click NAME    press a button of the editor, or of the panel with --view panel    may be repeated
  --key KEY       press a key of the editor after that (Playwright's names: h, Enter, Shift+*)    may be repeated
  --expect TEXT   wait until the page shows this
  --size WxH      of the window, 1400x900 unless told
  --wait MS       before the picture, 1500 unless told`;

/** The ids as VS Code 1.139 has them. */
const THEMES = new Map([
  ['dark', 'Dark Modern'],
  ['light', 'Light Modern'],
  ['hc', 'Default High Contrast'],
  ['hcl', 'Default High Contrast Light'],
]);

const options = {
  theme: { type: 'string', default: 'dark' },
  view: { type: 'string', default: '' },
  panel: { type: 'boolean', default: false },
  command: { type: 'string', multiple: true, default: [] as string[] },
  click: { type: 'string', multiple: true, default: [] as string[] },
  key: { type: 'string', multiple: true, default: [] as string[] },
  expect: { type: 'string' },
  size: { type: 'string', default: '1400x900' },
  wait: { type: 'string', default: '1500' },
} as const;

const ACTION_TIMEOUT_MS = 60_000;

function readArguments() {
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const [model, picture = 'out/shot.png'] = positionals;
  if (!model || !fs.existsSync(model)) throw new Error(`${model ? `There is no ${model}.` : 'Which model?'}\n${USAGE}`);
  const [width = NaN, height = NaN] = values.size.split('x').map(Number);
  if (!(width > 0 && height > 0)) throw new Error(`--size ${values.size}: WIDTHxHEIGHT in pixels\n${USAGE}`);
  return { ...values, model: path.resolve(model), picture, viewport: { width, height } };
}

type Arguments = ReturnType<typeof readArguments>;

/** Brings what was asked for onto the screen. */
async function show(workbench: Workbench, { model, view, panel, command, click, key, expect }: Arguments): Promise<void> {
  let page = await workbench.openModel(model);
  const side = panel || view === 'panel' ? await workbench.showSidePanel() : undefined;
  if (view === 'panel') page = side ?? page;
  else if (view === 'text') await workbench.runCommand('Layerwise: Open as Text');
  else if (view) await page.getByRole('tab', { name: new RegExp(`^${view}`, 'i') }).click({ timeout: ACTION_TIMEOUT_MS });
  for (const title of command) await workbench.runCommand(title);
  for (const name of click) await page.getByRole('button', { name }).first().click({ timeout: ACTION_TIMEOUT_MS });
  for (const name of key) await page.locator('body').press(name, { timeout: ACTION_TIMEOUT_MS });
  if (expect) await page.getByText(expect).first().waitFor({ timeout: ACTION_TIMEOUT_MS });
}

async function main(): Promise<void> {
  exitOnSignals();
  const given = readArguments();
  const server = await startServer({ extensionFolder: root, settings: { 'workbench.colorTheme': THEMES.get(given.theme) ?? given.theme } });
  const browser = await launchBrowser();
  try {
    const workbench = new Workbench(await newPage(browser, given.viewport));
    await workbench.open(server.url(path.dirname(given.model)));
    await show(workbench, given).catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    });
    await workbench.page.waitForTimeout(Number(given.wait)); // for animations and answers
    fs.mkdirSync(path.dirname(path.resolve(given.picture)), { recursive: true });
    await workbench.page.screenshot({ path: given.picture });
    console.log(given.picture);
  } finally {
    await browser.close();
    await server.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
