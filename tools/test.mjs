// Runs every suite, even after a failure, and ends with the totals: "N passed, N failed".
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { hasWorkbench } from './locate.mjs';

const results = path.join('out', 'results');
/** A suite that hangs fails instead of stopping the others. */
const SUITE_TIMEOUT_MS = 30 * 60_000;

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} VitestReport */
/** @typedef {{ stats: { expected: number, flaky: number, unexpected: number, skipped: number } }} PlaywrightReport */
/** @typedef {{ name: string, folders: string[], command: string, report: string, counts: (report: any) => Counts }} Suite */

/** @param {VitestReport} report @returns {Counts} */
const vitestCounts = report => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests,
  skipped: report.numPendingTests + report.numTodoTests,
});

/** @param {PlaywrightReport} report @returns {Counts} */
const playwrightCounts = ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped });

/** @param {string} project @param {string[]} folders @returns {Suite} */
const vitest = (project, folders) => ({
  name: `${project} tests`,
  folders,
  command: `vitest run --project ${project} --reporter=default --reporter=json --outputFile.json=${results}/${project}.json`,
  report: `${project}.json`,
  counts: vitestCounts,
});

/** @type {Suite[]} */
const suites = [
  vitest('unit', ['test/unit']),
  vitest('runner', ['test/runner', 'test/engine']),
  vitest('webview', ['test/webview']),
  {
    name: 'tests in the extension host',
    folders: ['test/vscode/host'],
    command: hasWorkbench ? 'node out/runHostTests.js' : 'node out/runDesktopTests.js',
    report: 'host.json',
    counts: report => report,
  },
  {
    name: 'UI tests of the installed package',
    folders: hasWorkbench ? ['test/vscode/ui'] : [],
    command: `npm run -s package && playwright test -c test/vscode/ui`,
    report: 'ui.json',
    counts: playwrightCounts,
  },
];

/** @param {string} folder @returns {boolean} */
function hasTests(folder) {
  const entries = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  return entries.some(name => /\.(test|spec)\.tsx?$/.test(name));
}

/** A suite that ends badly without a failed test (a crash, a syntax error) counts as one failure. @param {Suite} suite @returns {Counts} */
function runSuite({ name, folders, command, report, counts }) {
  console.log(`\n== ${name}`);
  if (!folders.some(hasTests)) {
    console.log(folders.length ? `== none yet in ${folders.join(', ')}` : '== not on this platform: they need Linux x64');
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const start = Date.now();
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit', timeout: SUITE_TIMEOUT_MS });
  console.log(`== ${((Date.now() - start) / 1000).toFixed(1)} s`);
  const file = path.join(results, report);
  const counted = fs.existsSync(file) ? counts(JSON.parse(fs.readFileSync(file, 'utf8'))) : { passed: 0, failed: 0, skipped: 0 };
  return { ...counted, failed: status === 0 ? counted.failed : Math.max(counted.failed, 1) };
}

/** @param {Counts[]} all @param {keyof Counts} key */
function sum(all, key) {
  return all.reduce((total, counts) => total + counts[key], 0);
}

fs.rmSync(results, { recursive: true, force: true });
fs.mkdirSync(results, { recursive: true });
const build = spawnSync('npm run -s build', { shell: true, stdio: 'inherit' });
const all = build.status === 0 ? suites.map(runSuite) : [{ passed: 0, failed: 1, skipped: 0 }];
if (build.status !== 0) console.log('The build failed, so no suite ran.');
console.log(`\n${sum(all, 'skipped')} skipped`);
console.log(`${sum(all, 'passed')} passed, ${sum(all, 'failed')} failed`);
process.exitCode = sum(all, 'failed') ? 1 : 0;
