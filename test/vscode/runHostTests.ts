// npm run test:host: runs Mocha inside the real extension host. Also stands in for a VS Code executable (see code-shim).
import { format, parseArgs } from 'node:util';
import fs from 'node:fs';
import path from 'node:path';
import { makeSampleFolder } from '../fixtures/sampleFolder';
import { exitOnSignals } from './exitOnSignals';
import { resultsFolder, root } from './paths';
import { startServer } from './server';
import { launchBrowser, newPage } from './workbench';

const TIMEOUT_MS = 480_000;
// What VS Code itself says without its optional native modules and without a network. HOST_LOG=all shows it.
const NOISE =
  /^(\[|Resolv|Creating a socket|Updating|getaddrinfo|Timed out waiting for authentication|(Error: )?(Could not locate the bindings file|Cannot find module '\.\/build\/))/;

function readArguments(): { extension: string; tests: string } {
  const options = { extensionDevelopmentPath: { type: 'string' }, extensionTestsPath: { type: 'string' } } as const;
  const { values } = parseArgs({ options, strict: false });
  const { extensionDevelopmentPath: extension, extensionTestsPath: tests } = values;
  return {
    extension: typeof extension === 'string' ? extension : root,
    tests: typeof tests === 'string' ? tests : path.join(root, 'out/host/index.js'),
  };
}

function print(line: string): void {
  if (process.env.HOST_LOG === 'all' || !NOISE.test(line)) console.log(line);
}

async function main(): Promise<number> {
  exitOnSignals();
  const { extension, tests } = readArguments();
  const folder = makeSampleFolder();
  const server = await startServer({ forHostTests: true });
  const browser = await launchBrowser();
  try {
    const page = await newPage(browser);
    const remote = (file: string) => `vscode-remote://${new URL(server.origin).host}${file}`;
    const finished = new Promise<number>(resolve => {
      void page.exposeFunction('codeAutomationExit', resolve);
      setTimeout(() => resolve(-1), TIMEOUT_MS).unref();
    });
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => print(format(...args)));
    await page.goto(
      server.url(folder, [
        ['extensionDevelopmentPath', remote(extension)],
        ['extensionTestsPath', remote(tests)],
        ['skipWelcome', 'true'],
      ]),
      { waitUntil: 'commit' },
    );
    const code = await finished;
    if (code !== 0) await page.screenshot({ path: path.join(resultsFolder, 'host-failure.png') });
    return code;
  } finally {
    await browser.close();
    await server.stop();
    fs.rmSync(folder, { recursive: true });
  }
}

fs.mkdirSync(resultsFolder, { recursive: true });
main().then(
  code => process.exit(code === 0 ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
