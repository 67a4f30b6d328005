import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession } from '@playwright/test';
import type { Workbench } from '../../vscode/workbench';
import type { PageTimes, Probe } from './pageTimes';

/** One opening of a file; times count from Enter. */
export interface Opening {
  /** VS Code asked the extension for the content of the editor: what came before is its own. */
  readonly handedOverMs: number;
  /** The browser began with the page. */
  readonly startedMs: number;
  /** VS Code showed the page. */
  readonly shownMs: number;
  readonly skeletonMs: number | undefined;
  readonly drawnMs: number;
  /** Everything of the model was there; `undefined` for what is no model. */
  readonly wholeMs: number | undefined;
  /** From Ctrl+A in the table until all rows were painted as chosen; `undefined` where there is no table. */
  readonly chooseAllMs: number | undefined;
  /** Long tasks of the page until nothing more happened. */
  readonly tasks: readonly { readonly startMs: number; readonly ms: number }[];
  /** What the page holds after everything arrived: the heap of the window with it less that without. */
  readonly heapBytes: number;
}

/** So long nothing comes after the last of what follows the table: suggestions, the roofline, zeros of weights. The engine has nothing left to do then. */
const SETTLE_MS = 2500;
const POLL_MS = 250;
/** An editor that has the first layers of a model, or none, and waits for the rest. */
const IS_BUSY = `document.querySelector('main.editor[aria-busy="true"]') !== null`;
const DRAWN_TIMEOUT_MS = 60_000;

/** Opens files in the workbench by Quick Open and takes the time. */
export class EditorOpener {
  private onDrawn: ((times: PageTimes) => void) | undefined;

  private constructor(
    private readonly workbench: Workbench,
    private readonly devTools: CDPSession,
  ) {}

  static async start(workbench: Workbench, url: string): Promise<EditorOpener> {
    const { page } = workbench;
    const opener = new EditorOpener(workbench, await page.context().newCDPSession(page));
    await page.exposeFunction('layerwiseDrawn', (times: PageTimes) => opener.onDrawn?.(times));
    await page.addInitScript({ path: path.join(__dirname, 'pageProbe.js') });
    await workbench.open(url);
    return opener;
  }

  async open(file: string): Promise<Opening> {
    const { page } = this.workbench;
    const before = await this.heapBytes();
    await page.keyboard.press('Control+P');
    await this.workbench.quickInput().fill(file);
    await this.workbench.quickPickItem(file).first().waitFor();
    await sleep(300); // for Quick Open to come to rest
    const times = this.nextDrawn();
    await page.keyboard.press('Enter');
    const { started, shown, skeleton, drawn } = await times;
    const { entered, handedOver } = await page.evaluate<Probe>('layerwiseProbe');
    await this.settled();
    const heapBytes = (await this.heapBytes()) - before;
    const tasks = await this.tasksSince(entered);
    const whole = Math.max(...(await this.probes()).map(probe => probe.whole));
    const chooseAllMs = await this.chooseAll();
    await this.workbench.runCommand('View: Close All Editors');
    return {
      handedOverMs: handedOver - entered,
      startedMs: started - entered,
      shownMs: shown - entered,
      skeletonMs: skeleton === undefined ? undefined : skeleton - entered,
      drawnMs: drawn - entered,
      wholeMs: whole > entered ? whole - entered : undefined,
      chooseAllMs,
      tasks,
      heapBytes,
    };
  }

  private nextDrawn(): Promise<PageTimes> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('Nothing was drawn.')), DRAWN_TIMEOUT_MS);
      this.onDrawn = times => {
        clearTimeout(timer);
        resolve(times);
      };
    });
  }

  private async settled(): Promise<void> {
    const deadline = Date.now() + DRAWN_TIMEOUT_MS;
    for (let changed = Date.now(); Date.now() < Math.min(changed + SETTLE_MS, deadline);) {
      await sleep(POLL_MS);
      const isBusy = (await this.askFrames<boolean>(IS_BUSY)).includes(true);
      changed = Math.max(isBusy ? Date.now() : changed, ...(await this.probes()).map(probe => probe.messaged));
    }
  }

  private probes(): Promise<readonly Probe[]> {
    return this.askFrames<Probe>('layerwiseProbe');
  }

  private async chooseAll(): Promise<number | undefined> {
    return (await this.askFrames<number>('layerwiseChooseAll()'))[0];
  }

  /** What frames that are no window of their own have to say. */
  private async askFrames<T>(expression: string): Promise<readonly T[]> {
    const frames = this.workbench.page.frames().filter(frame => frame.parentFrame() !== null);
    const found = await Promise.all(frames.map(frame => frame.evaluate<T | undefined>(expression).catch(() => undefined)));
    return found.filter(answer => answer !== undefined);
  }

  private async tasksSince(entered: number): Promise<Opening['tasks']> {
    const tasks = (await this.probes()).flatMap(probe => probe.tasks);
    return tasks.flatMap(({ start, ms }) => (start >= entered ? [{ startMs: start - entered, ms }] : []));
  }

  /** Used by the window and its frames, which share a heap here, after a collection. */
  private async heapBytes(): Promise<number> {
    await this.devTools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.devTools.send('Runtime.getHeapUsage');
    return usedSize;
  }
}
