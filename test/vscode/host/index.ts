// VS Code loads this file in its extension host and calls run(). HOST_TESTS: an expression that the full titles of tests must match.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import Mocha from 'mocha';
import * as vscode from 'vscode';

const results = path.join(__dirname, '..', 'results', 'host.json');

export async function run(): Promise<void> {
  // Times are not the point here.
  await vscode.workspace.getConfiguration('layerwise').update('rigor', 'quick', vscode.ConfigurationTarget.Global);
  const { HOST_TESTS: grep } = process.env;
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false, ...(grep === undefined ? {} : { grep: new RegExp(grep) }) });
  for (const name of fs.readdirSync(__dirname)) if (name.endsWith('.test.js')) mocha.addFile(path.join(__dirname, name));
  const failed: string[] = [];
  const { passes, failures, pending } = await new Promise<Mocha.Stats>((resolve, reject) => {
    const runner = mocha.run(() => (runner.stats ? resolve(runner.stats) : reject(new Error('no test statistics'))));
    runner.on('fail', (test, error: Error) => failed.push(`${test.fullTitle()}\n${error.stack ?? error.message}`));
  });
  fs.mkdirSync(path.dirname(results), { recursive: true });
  fs.writeFileSync(results, JSON.stringify({ passed: passes, failed: failures, skipped: pending, failures: failed }));
  if (failures) throw new Error(`${failures} tests failed`);
}
