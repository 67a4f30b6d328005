/**
 * What the graph costs a page, in Chromium with software rendering, against limits: `npm run bench:graphView`. Models have no groups, so that every node is a box.
 * CPU is the time of the page's main thread from the state of the host to the drawn graph, the median of several openings; the layout runs beside it in a worker.
 */
import path from 'node:path';
import type { Page } from '@playwright/test';
import { launchBrowser } from '../vscode/workbench';

const RUNS = 5;
const PAN_FRAMES = 120;
const SIZE = { width: 1400, height: 900 };
/** Two frames at 60 Hz. */
const PAN_LIMIT_MS = 33.4;

interface Case {
  readonly nodes: number;
  readonly limitMs: number;
}

const CASES: readonly Case[] = [
  { nodes: 672, limitMs: 300 },
  { nodes: 5000, limitMs: 450 },
  { nodes: 10_000, limitMs: 600 },
  { nodes: 100_000, limitMs: 1000 },
];

type GraphBench = {
  readonly prepare: (nodes: number, across: number) => void;
  readonly open: () => Promise<number>;
  readonly pan: (zoom: number, frames: number) => Promise<readonly number[]>;
  readonly find: (name: string) => Promise<number>;
};

declare const window: { readonly graphBench: GraphBench };

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function percentile95(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? NaN;
}

function verdict(text: string, value: number, limit: number): void {
  const holds = value <= limit;
  if (!holds) process.exitCode = 1;
  console.log(`${holds ? 'holds ' : 'MISSES'} ${text}: ${value.toFixed(1)} ms (limit ${limit})`);
}

async function freshPage(open: () => Promise<Page>): Promise<Page> {
  const page = await open();
  await page.setContent('<!doctype html><html lang="en"><body></body></html>');
  await page.addStyleTag({ path: path.resolve('out/bench/graphPage.css') });
  await page.addScriptTag({ path: path.resolve('out/bench/graphPage.js') });
  return page;
}

/** Milliseconds of the main thread so far. */
async function mainThreadMs(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  };
}

async function openings(open: () => Promise<Page>, { nodes, limitMs }: Case): Promise<void> {
  const [cpu, wall, find]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < RUNS; run++) {
    const page = await freshPage(open);
    const elapsed = await mainThreadMs(page);
    await page.evaluate(count => window.graphBench.prepare(count, 1), nodes);
    const before = await elapsed();
    wall.push(await page.evaluate(() => window.graphBench.open()));
    cpu.push((await elapsed()) - before);
    find.push(await page.evaluate(name => window.graphBench.find(name), `conv${Math.floor(nodes * 0.8)}`));
    await page.close();
  }
  verdict(
    `${nodes} nodes, page CPU until drawn (${median(wall).toFixed(0)} ms by the clock; a search ${median(find).toFixed(0)} ms)`,
    median(cpu),
    limitMs,
  );
}

async function main(): Promise<void> {
  const browser = await launchBrowser();
  const open = () => browser.newPage({ viewport: SIZE });
  try {
    for (const subject of CASES) await openings(open, subject);
    const page = await freshPage(open);
    await page.evaluate(() => window.graphBench.prepare(11_000, 32));
    await page.evaluate(() => window.graphBench.open());
    for (const [zoom, text] of [
      [0.028, 'over 10,000 boxes in view'],
      [1, 'at 100 %'],
    ] as const) {
      const frames = await page.evaluate(([k, count]) => window.graphBench.pan(k, count), [zoom, PAN_FRAMES] as const);
      verdict(`panning ${text}, 95th percentile of frames (median ${median(frames).toFixed(1)} ms)`, percentile95(frames), PAN_LIMIT_MS);
    }
  } finally {
    await browser.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
