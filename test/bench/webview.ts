/**
 * How fast the model editor opens in the real VS Code, as a user sees it, against limits: `npm run bench:webview [-- CASE]`. Every model is opened several times
 * with a warm engine, each time as a file of its own; shown are medians, on two clocks: from Enter in the quick pick, and from the moment at which VS Code hands the
 * editor to the extension (its window sends the request that `resolveCustomEditor` answers). The limits are held against the second; what lies between is VS Code's own. An editor that does
 * nothing, opened the same way, tells how much of the rest is VS Code's too.
 */
import fs from 'node:fs';
import path from 'node:path';
import { formatBytes } from '../../src/shared/base/formatNumber';
import { exitOnSignals } from '../vscode/exitOnSignals';
import { vsixPath } from '../vscode/paths';
import { startServer } from '../vscode/server';
import { launchBrowser, newPage, Workbench } from '../vscode/workbench';
import { inBenchFolder } from './inBenchFolder';
import { writeExternal } from './onnxFiles';
import { makeFloorExtension } from './webview/floorExtension';
import { EditorOpener, type Opening } from './webview/editorOpener';
import { longestAnswers } from './webview/longestAnswers';
import { residualNetwork } from './webview/residualNetwork';

const RUNS = 5;
const LIMITS = { skeletonMs: 200, taskMs: 50, heapBytes: 150e6, chooseAllMs: 100 };

interface Case {
  readonly title: string;
  readonly name: string;
  readonly write: (file: string) => void;
  readonly limitMs: number;
}

const network =
  (nodes: number) =>
  (file: string): void =>
    fs.writeFileSync(file, residualNetwork(nodes));

const CASES: readonly Case[] = [
  { title: '50 nodes', name: 'nodes50', write: network(50), limitMs: 500 },
  { title: '672 nodes', name: 'nodes672', write: network(672), limitMs: 500 },
  { title: '5,000 nodes', name: 'nodes5k', write: network(5000), limitMs: 500 },
  { title: '1.07 GB of weights', name: 'weights', write: file => writeExternal(file, 256), limitMs: 500 },
  { title: '10,000 nodes', name: 'nodes10k', write: network(10_000), limitMs: 1000 },
  { title: '100,000 nodes', name: 'nodes100k', write: network(100_000), limitMs: 1000 },
];

const [only] = process.argv.slice(2);
const cases = CASES.filter(({ name }) => only === undefined || only === name);

/** One model under as many names as it is opened: the engine opens each for the first time. */
function writeCopies(folder: string, { name, write }: Case): readonly string[] {
  const first = path.join(folder, `${name}-0.onnx`);
  write(first);
  return Array.from({ length: RUNS + 1 }, (_, run) => {
    const copy = path.join(folder, `${name}-${run}.onnx`);
    if (run > 0) fs.copyFileSync(first, copy);
    return path.basename(copy);
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Median of a time in `openings` on both clocks, and whether it holds on the second; `undefined` for what was never there. */
function timed(openings: readonly Opening[], of: (opening: Opening) => number | undefined, limitMs: number) {
  const found = openings.flatMap(opening => {
    const ms = of(opening);
    return ms === undefined ? [] : [{ fromEnter: ms, fromHandOver: ms - opening.handedOverMs }];
  });
  if (found.length === 0) return undefined;
  const fromEnter = median(found.map(one => one.fromEnter));
  const fromHandOver = median(found.map(one => one.fromHandOver));
  const text = `${fromEnter.toFixed(0)} ms from Enter, ${fromHandOver.toFixed(0)} from the hand-over (limit ${limitMs})`;
  return { text, holds: fromHandOver <= limitMs };
}

function report({ title, limitMs }: Case, { things }: View, openings: readonly Opening[]): boolean {
  const drawn = timed(openings, ({ drawnMs }) => drawnMs, limitMs);
  const skeleton = timed(openings, ({ skeletonMs }) => skeletonMs, LIMITS.skeletonMs);
  const longest = (from: (opening: Opening) => number) =>
    median(openings.map(opening => Math.max(0, ...opening.tasks.flatMap(({ startMs, ms }) => (startMs >= from(opening) ? [ms] : [])))));
  const taskMs = longest(() => 0);
  const heapBytes = median(openings.map(opening => opening.heapBytes));
  const whole = timed(openings, ({ wholeMs }) => wholeMs, limitMs);
  const chooseAll = openings.flatMap(({ chooseAllMs }) => chooseAllMs ?? []);
  const holds =
    drawn?.holds === true &&
    skeleton?.holds !== false &&
    taskMs <= LIMITS.taskMs &&
    heapBytes <= LIMITS.heapBytes &&
    !(median(chooseAll) > LIMITS.chooseAllMs);
  console.log(
    `${holds ? 'holds ' : 'MISSES'} ${title}: first ${things} ${drawn?.text ?? 'never'}; all of it ${whole?.text.replace(/ \(.*/, '') ?? 'never'}; skeleton ${skeleton?.text ?? 'not needed'}; ` +
      `page begins ${median(openings.map(({ startedMs }) => startedMs)).toFixed(0)} ms from Enter, is shown at ${median(openings.map(({ shownMs }) => shownMs)).toFixed(0)}; ` +
      `longest task ${taskMs.toFixed(0)} ms (limit ${LIMITS.taskMs}), ${longest(({ drawnMs }) => drawnMs).toFixed(0)} after the first ${things}; ` +
      `heap ${formatBytes(heapBytes)} (limit ${formatBytes(LIMITS.heapBytes)})` +
      (chooseAll.length === 0 ? '' : `; Ctrl+A in the table ${median(chooseAll).toFixed(0)} ms (limit ${LIMITS.chooseAllMs})`),
  );
  return holds;
}

/** What an editor shows first, and the settings with which it does. */
interface View {
  readonly things: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

const VIEWS: readonly View[] = [
  { things: 'rows or boxes', settings: {} },
  { things: 'rows', settings: { 'editor.accessibilitySupport': 'on' } },
];

/** Opens every model in a window of its own. */
async function measure(folder: string, models: string, files: readonly (readonly string[])[], view: View): Promise<readonly boolean[]> {
  const server = await startServer({ vsix: vsixPath, extensionFolder: folder, settings: view.settings });
  const browser = await launchBrowser();
  try {
    const opener = await EditorOpener.start(new Workbench(await newPage(browser)), server.url(models));
    const floor: Opening[] = [];
    for (let run = 0; run <= RUNS; run++) floor.push(await opener.open('empty.floor'));
    const word = timed(floor.slice(1), ({ drawnMs }) => drawnMs, 0);
    console.log(`An editor that does nothing shows a word on its empty page ${word?.text.replace(/ \(.*/, '') ?? 'never'}`);
    const verdicts: boolean[] = [];
    for (const [index, one] of cases.entries()) {
      const openings: Opening[] = [];
      for (const file of files[index] ?? []) openings.push(await opener.open(file));
      verdicts.push(report(one, view, openings.slice(1)));
    }
    return verdicts;
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function run(folder: string): Promise<void> {
  const models = path.join(folder, 'models');
  fs.mkdirSync(models);
  fs.writeFileSync(path.join(models, 'empty.floor'), '');
  const files = cases.map(one => writeCopies(models, one));
  const extension = makeFloorExtension(folder);
  for (const view of VIEWS) {
    const verdicts = await measure(extension, models, files, view);
    if (!verdicts.every(Boolean)) process.exitCode = 1;
  }
  const largest = files.at(-1)?.[0];
  if (largest !== undefined) await reportAnswers(path.join(models, largest), folder);
}

/** Architecture: the engine always answers within milliseconds. */
async function reportAnswers(file: string, folder: string): Promise<void> {
  const { analysisMs, suggestionsMs } = await longestAnswers(file, path.join(folder, 'storage'));
  console.log(
    `A question about a node of ${path.basename(file)} waits ${analysisMs.toFixed(0)} ms at most while all of it is analysed and sent, ` +
      `${suggestionsMs.toFixed(0)} ms while suggestions, roofline and zeros of weights are found`,
  );
}

exitOnSignals();
inBenchFolder(run);
