// Runs every suite, even after a failure, and ends with what failed and the totals: "N passed, N failed".
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { hasWorkbench } from './locate.mjs';

const results = path.join('out', 'results');
/** A suite that hangs fails instead of stopping the others. */
const SUITE_TIMEOUT_MS = 30 * 60_000;

/** `failures`: name and message of each failed test. @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Outcome */
/** @typedef {{ status: string, fullName: string, failureMessages: string[] }} VitestAssertion */
/** @typedef {{ name: string, message: string, assertionResults: VitestAssertion[] }} VitestFile */
/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: VitestFile[] }} VitestReport */
/** @typedef {{ ok: boolean, file: string, title: string, tests: { results: { error?: { message?: string } }[] }[] }} PlaywrightSpec */
/** @typedef {{ specs: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite */
/** @typedef {{ stats: { expected: number, flaky: number, unexpected: number, skipped: number }, suites: PlaywrightSuite[] }} PlaywrightReport */
/** @typedef {{ name: string, folders: string[], command: string, report: string, read: (report: any) => Outcome }} Suite */

/** @param {VitestReport} report @returns {Outcome} */
const readVitest = report => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests,
  skipped: report.numPendingTests + report.numTodoTests,
  failures: report.testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    if (!failed.length && message) return [`${name}\n${message}`];
    return failed.map(({ fullName, failureMessages }) => `${name} › ${fullName}\n${failureMessages.join('\n')}`);
  }),
});

/** @param {PlaywrightSuite} suite @returns {PlaywrightSpec[]} */
const specsOf = ({ specs, suites = [] }) => [...specs, ...suites.flatMap(specsOf)];

/** @param {PlaywrightReport} report @returns {Outcome} */
const readPlaywright = ({ stats, suites }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected,
  skipped: stats.skipped,
  failures: suites
    .flatMap(specsOf)
    .filter(({ ok }) => !ok)
    .map(
      ({ file, title, tests }) =>
        `${file} › ${title}\n${tests.flatMap(({ results }) => results.map(({ error }) => error?.message ?? '')).join('\n')}`,
    ),
});

/** @param {string} project @param {string[]} folders @returns {Suite} */
const vitest = (project, folders) => ({
  name: `${project} tests`,
  folders,
  command: `vitest run --project ${project} --reporter=default --reporter=json --outputFile.json=${results}/${project}.json`,
  report: `${project}.json`,
  read: readVitest,
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
    read: report => report,
  },
  {
    name: 'UI tests of the installed package',
    folders: hasWorkbench ? ['test/vscode/ui'] : [],
    command: `npm run -s package && playwright test -c test/vscode/ui`,
    report: 'ui.json',
    read: readPlaywright,
  },
];

/** @param {string} folder @returns {boolean} */
function hasTests(folder) {
  const entries = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  return entries.some(name => /\.(test|spec)\.tsx?$/.test(name));
}

/** @type {Outcome} */
const nothing = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** A suite that ends badly without a failed test (a crash, a syntax error) counts as one failure. @param {Suite} suite @returns {Outcome} */
function runSuite({ name, folders, command, report, read }) {
  console.log(`\n== ${name}`);
  if (!folders.some(hasTests)) {
    console.log(folders.length ? `== none yet in ${folders.join(', ')}` : '== not on this platform: they need Linux x64');
    return nothing;
  }
  const start = Date.now();
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit', timeout: SUITE_TIMEOUT_MS });
  console.log(`== ${((Date.now() - start) / 1000).toFixed(1)} s`);
  const file = path.join(results, report);
  const outcome = fs.existsSync(file) ? read(JSON.parse(fs.readFileSync(file, 'utf8'))) : nothing;
  if (status === 0 || outcome.failed) return outcome;
  return { ...outcome, failed: 1, failures: [...outcome.failures, `${name}: ended with ${status ?? 'a signal'} without a failed test`] };
}

/** @param {Outcome[]} all @param {'passed' | 'failed' | 'skipped'} key */
function sum(all, key) {
  return all.reduce((total, outcome) => total + outcome[key], 0);
}

fs.rmSync(results, { recursive: true, force: true });
fs.mkdirSync(results, { recursive: true });
const build = spawnSync('npm run -s build', { shell: true, stdio: 'inherit' });
const all = build.status === 0 ? suites.map(runSuite) : [{ ...nothing, failed: 1, failures: ['The build failed, so no suite ran.'] }];
for (const failure of all.flatMap(({ failures }) => failures)) console.log(`\nFAILED ${failure}`);
console.log(`\n${sum(all, 'skipped')} skipped`);
console.log(`${sum(all, 'passed')} passed, ${sum(all, 'failed')} failed`);
process.exitCode = sum(all, 'failed') ? 1 : 0;
