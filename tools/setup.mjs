// Makes a checkout ready for the tests: npm packages, the VS Code workbench, a browser. Does only what is missing; runs wait for each other.
import fs from 'node:fs';
import path from 'node:path';
import { CODE_SERVER, findChromium, hasWorkbench, SERVER_NODE, workbenchHome } from './locate.mjs';
import { withLock } from './lock.mjs';
import { ensurePackages, root } from './packages.mjs';
import { runCommand, step } from './runCommand.mjs';

/** Left out of VS Code: they are big, and no test uses them. */
const UNUSED_PARTS = ['extensions/copilot', 'extensions/mermaid-markdown-features', 'npm-shrinkwrap.json'];

/** Unpacks `inner` of a package's tarball, without what `exclude` names, into `target`. @param {string} name @param {string} inner @param {string} target @param {string[]} [exclude] */
async function unpack(name, inner, target, exclude = []) {
  const folder = fs.mkdtempSync(`${target}-`);
  fs.mkdirSync(target);
  const { stdout } = await runCommand('npm', ['pack', name, '--loglevel=error'], folder);
  const depth = inner.split('/').length;
  const excluded = exclude.map(what => `--exclude=${inner}/${what}`);
  await runCommand('tar', ['-xzf', path.join(folder, stdout.trim()), '-C', target, `--strip-components=${depth}`, ...excluded, inner]);
  fs.rmSync(folder, { recursive: true });
}

/** VS Code's server and the packages it needs, as locked in tools/workbench. @param {string} target */
async function installServer(target) {
  await unpack(CODE_SERVER, 'package/lib/vscode', target, UNUSED_PARTS);
  for (const file of ['package.json', 'package-lock.json'])
    fs.copyFileSync(path.join(root, 'tools', 'workbench', file), path.join(target, file));
  await runCommand('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], target);
}

/** Built beside its place and moved there whole, so that a broken run leaves nothing that looks finished. */
async function installWorkbench() {
  const partial = `${workbenchHome}.partial`;
  fs.rmSync(partial, { recursive: true, force: true });
  fs.mkdirSync(path.join(partial, 'node'), { recursive: true });
  await Promise.all([installServer(path.join(partial, 'vscode')), unpack(SERVER_NODE, 'package/bin', path.join(partial, 'node', 'bin'))]);
  fs.renameSync(partial, workbenchHome);
}

/** From apt where this user may install with it, else Playwright's own build. */
async function installChromium() {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !fs.existsSync('/usr/bin/apt-get')) return runCommand('npx', ['playwright', 'install', 'chromium'], root);
  await runCommand('apt-get', ['update']);
  return runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '--no-install-recommends', 'chromium']);
}

async function main() {
  await ensurePackages();
  await withLock(path.join(path.dirname(workbenchHome), 'setup.lock'), async () => {
    if (hasWorkbench) await step('VS Code workbench', fs.existsSync(workbenchHome), installWorkbench);
    await step('chromium', findChromium() !== undefined, installChromium);
  });
}

main().catch((/** @type {unknown} */ error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
