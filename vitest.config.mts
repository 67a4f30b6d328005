import os from 'node:os';
import path from 'node:path';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumOptions } from './tools/locate.mjs';

/** Share of the pixels of a screenshot that may differ: smoothing of edges varies between builds of the browser. */
const SCREENSHOT_MISMATCH = 0.0005;

const browser = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({ launchOptions: chromiumOptions() }),
  instances: [{ browser: 'chromium' as const }],
  expect: {
    toMatchScreenshot: {
      comparatorName: 'pixelmatch' as const,
      comparatorOptions: { allowedMismatchedPixelRatio: SCREENSHOT_MISMATCH },
      resolveScreenshotPath: ({ arg, ext, root }: { arg: string; ext: string; root: string }) =>
        path.join(root, 'test', 'webview', 'screenshots', `${arg}${ext}`),
    },
  },
};

/** Two files at a time also where there are two cores: what leads them uses little of one. */
const WORKERS = Math.max(2, os.availableParallelism() - 1);
/** How long a page may take to show something. */
const POLL_TIMEOUT_MS = 15_000;
/** Real runtimes and child processes take their time on a loaded machine. */
const PROCESS_TIMEOUT_MS = 180_000;
/** Property tests and pages, where the default of five seconds is short beside other work. */
const TEST_TIMEOUT_MS = 60_000;

export default defineConfig({
  oxc: { jsx: { importSource: 'preact' } },
  test: {
    passWithNoTests: true,
    // Not the machine's lock: a measurement that somebody takes beside the tests must not hold them up.
    env: { LAYERWISE_MEASURING_LOCK: path.join(os.tmpdir(), `layerwise-test-${process.pid}.lock`) },
    // A layout in a worker takes more than the default of one second there.
    expect: { poll: { timeout: POLL_TIMEOUT_MS } },
    testTimeout: TEST_TIMEOUT_MS,
    hookTimeout: TEST_TIMEOUT_MS,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // What pages compute needs no browser, whose every file begins with a page of its own.
          include: ['test/unit/**/*.test.ts', 'test/webview/{graph,model}/**/*.test.ts'],
          benchmark: { include: ['test/bench/**/*.bench.ts'] },
          // Files share the modules that they import: loading them anew for each took most of the time.
          isolate: false,
          maxWorkers: WORKERS,
        },
      },
      {
        extends: true,
        test: {
          name: 'runner',
          include: ['test/runner/**/*.test.ts', 'test/engine/**/*.test.ts'],
          testTimeout: PROCESS_TIMEOUT_MS,
          hookTimeout: PROCESS_TIMEOUT_MS,
          isolate: false,
          // Much of the time is spent waiting for other processes. Those that measure wait for each other, by the lock.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'webview',
          include: ['test/webview/*.test.ts', 'test/webview/views/**/*.test.{ts,tsx}'],
          attachmentsDir: 'out/attachments',
          maxWorkers: WORKERS,
          sequence: { groupOrder: 2 },
          browser,
        },
      },
    ],
  },
});
