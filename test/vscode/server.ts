// Starts and stops the real VS Code server. One server has one temporary folder for its settings and extensions.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { nodePath, serverPath } from '../../tools/locate.mjs';
import defaultSettings from './settings.json';

export interface ServerOptions {
  /** Install this package. */
  readonly vsix?: string;
  /** Or run the extension from its source folder, as if it were installed. */
  readonly extensionFolder?: string;
  /** Needed to run tests in the extension host; it also hides all notifications. */
  readonly forHostTests?: boolean;
  /** Restricted Mode: the folder is not trusted. */
  readonly restricted?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface Server {
  readonly origin: string;
  readonly logFile: string;
  /** The address that opens a folder. */
  url(folder: string, payload?: readonly (readonly [string, string])[]): string;
  stop(): Promise<void>;
}

export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const home = makeHome(options);
  const flags = [
    '--accept-server-license-terms',
    '--server-data-dir',
    path.join(home, 'data'),
    '--extensions-dir',
    path.join(home, 'extensions'),
  ];
  if (options.vsix) await installVsix(flags, options.vsix);
  const logFile = path.join(home, 'server.log');
  const child = spawn(nodePath, [serverPath, ...flags, ...listenFlags(options)], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const kill = () => killGroup(child, 'SIGKILL', home);
  process.once('exit', kill);
  const origin = `http://127.0.0.1:${await listening(child, logFile)}`;
  return {
    origin,
    logFile,
    url: (folder, payload = []) => `${origin}/?${new URLSearchParams({ folder, payload: JSON.stringify(payload) }).toString()}`,
    stop: async () => {
      process.off('exit', kill);
      killGroup(child, 'SIGTERM');
      await Promise.race([exited(child), sleep(3000, undefined, { ref: false })]);
      killGroup(child, 'SIGKILL', home);
    },
  };
}

/** Nobody answers questions about trust here. */
const RESTRICTED = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };

function makeHome({ extensionFolder, settings, restricted }: ServerOptions): string {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'workbench-'));
  const user = path.join(home, 'data', 'data', 'User');
  fs.mkdirSync(user, { recursive: true });
  fs.mkdirSync(path.join(home, 'extensions'));
  fs.writeFileSync(
    path.join(user, 'settings.json'),
    JSON.stringify({ ...defaultSettings, ...(restricted ? RESTRICTED : {}), ...settings }),
  );
  if (extensionFolder) fs.symlinkSync(path.resolve(extensionFolder), path.join(home, 'extensions', 'under-development'));
  return home;
}

function listenFlags({ forHostTests, restricted }: ServerOptions): string[] {
  const flags = [
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--without-connection-token',
    ...(restricted ? [] : ['--disable-workspace-trust']),
    '--telemetry-level',
    'off',
  ];
  return forHostTests ? [...flags, '--enable-smoke-test-driver'] : flags;
}

async function installVsix(flags: readonly string[], vsix: string): Promise<void> {
  await promisify(execFile)(nodePath, [serverPath, ...flags, '--install-extension', vsix]);
}

/** The port, as soon as the server prints it. */
function listening(child: ChildProcess, logFile: string): Promise<string> {
  const log = fs.createWriteStream(logFile);
  child.stderr?.pipe(log);
  child.stdout?.pipe(log, { end: false });
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const port = /listening on (\d+)/.exec(chunk.toString())?.[1];
      if (port) resolve(port);
    });
    child.once('exit', code => reject(new Error(`The server ended with ${code}:\n${fs.readFileSync(logFile, 'utf8')}`)));
  });
}

async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** The server leads a process group, so this ends its extension hosts too. */
function killGroup(child: ChildProcess, signal: NodeJS.Signals, folderToRemove?: string): void {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // already gone
  }
  if (folderToRemove) fs.rmSync(folderToRemove, { recursive: true, force: true, maxRetries: 3 });
}
