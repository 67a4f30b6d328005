/**
 * How fast the model editor opens in the real VS Code, as a user sees it, against limits: `npm run bench:webview`. Every model is opened several times with a
 * warm engine, each time as a file of its own; shown are medians, counted from Enter in the quick pick to the frame that shows the first rows or boxes. The same for an
 * editor that does nothing tells what is VS Code's own.
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
import { residualNetwork } from './webview/residualNetwork';

const RUNS = 5;
const LIMITS = { skeletonMs: 200, taskMs: 50, heapBytes: 150e6 };

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

function report({ title, limitMs }: Case, openings: readonly Opening[], floorMs: number): boolean {
  const of = (value: (opening: Opening) => number | undefined): number => median(openings.flatMap(opening => value(opening) ?? []));
  const skeletonMs = of(opening => opening.skeletonMs);
  const [drawnMs, pageMs, taskMs, heapBytes] = [
    of(opening => opening.drawnMs),
    of(opening => opening.drawnMs - opening.startedMs),
    of(opening => Math.max(0, ...opening.tasks.map(({ ms }) => ms))),
    of(opening => opening.heapBytes),
  ];
  const holds = drawnMs <= limitMs && taskMs <= LIMITS.taskMs && heapBytes <= LIMITS.heapBytes;
  console.log(
    `${holds ? 'holds ' : 'MISSES'} ${title}: first rows or boxes ${drawnMs.toFixed(0)} ms (limit ${limitMs}), ${(drawnMs - floorMs).toFixed(0)} above VS Code's own, ` +
      `${pageMs.toFixed(0)} since the page began; skeleton ${Number.isNaN(skeletonMs) ? 'not needed' : `${skeletonMs.toFixed(0)} ms`} (limit ${LIMITS.skeletonMs}); ` +
      `longest task ${taskMs.toFixed(0)} ms (limit ${LIMITS.taskMs}); heap ${formatBytes(heapBytes)} (limit ${formatBytes(LIMITS.heapBytes)})`,
  );
  return holds;
}

async function run(folder: string): Promise<void> {
  const models = path.join(folder, 'models');
  fs.mkdirSync(models);
  fs.writeFileSync(path.join(models, 'empty.floor'), '');
  const files = cases.map(one => writeCopies(models, one));
  const server = await startServer({ vsix: vsixPath, extensionFolder: makeFloorExtension(folder) });
  const browser = await launchBrowser();
  try {
    const workbench = new Workbench(await newPage(browser));
    const opener = await EditorOpener.start(workbench, server.url(models));
    const floor: Opening[] = [];
    for (let run = 0; run <= RUNS; run++) floor.push(await opener.open('empty.floor'));
    const floorMs = median(floor.slice(1).map(({ drawnMs }) => drawnMs));
    console.log(`VS Code's own: ${floorMs.toFixed(0)} ms from Enter to a word on an empty page of an editor`);
    const verdicts: boolean[] = [];
    for (const [index, one] of cases.entries()) {
      const openings: Opening[] = [];
      for (const file of files[index] ?? []) openings.push(await opener.open(file));
      verdicts.push(report(one, openings.slice(1), floorMs));
    }
    if (!verdicts.every(Boolean)) process.exitCode = 1;
  } finally {
    await browser.close();
    await server.stop();
  }
}

exitOnSignals();
inBenchFolder(run);
