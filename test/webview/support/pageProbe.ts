// Runs in every frame of a measured workbench before its own scripts (test/bench/webview.ts): tells when Enter was pressed, when VS Code asked the extension for
// the content of an editor, when the skeleton and when the first rows or boxes stood on a frame that was painted and shown, and keeps the long tasks of the page.
import type { PageTimes, Probe } from '../../bench/webview/pageTimes';

declare global {
  interface Window {
    layerwiseProbe: Probe;
    /** Given by the benchmark. */
    layerwiseDrawn(times: PageTimes): void;
    /** Chooses all rows of the table as its keys do; milliseconds until that was painted, `undefined` where there is no table. */
    layerwiseChooseAll(): Promise<number | undefined>;
  }
}

const SKELETON = '[aria-busy="true"] .skeleton';
const DRAWN = '.table-body .table-row, .graph-stage canvas[style], #drawn';
const WHOLE = 'main.editor[aria-busy="false"]';

const now = () => performance.timeOrigin + performance.now();
const probe: Probe = (window.layerwiseProbe = { tasks: [], entered: 0, handedOver: 0, messaged: 0, whole: 0 });
window.addEventListener('keydown', ({ key }) => (probe.entered = key === 'Enter' ? now() : probe.entered), true);

window.addEventListener('message', () => (probe.messaged = now()), true);

/** What takes longer never comes. */
const LONGEST_CHOICE_MS = 20_000;

/** VS Code's name for the request that an extension answers in `resolveCustomEditor`. */
const HAND_OVER = '$resolveCustomEditor';
/** The name stands at the beginning of a message; long ones are no such requests. */
const LONGEST_REQUEST = 16_384;
const send: (this: WebSocket, data: Uint8Array<ArrayBuffer>) => void = Reflect.get(WebSocket.prototype, 'send');
WebSocket.prototype.send = function (data: Uint8Array<ArrayBuffer>): void {
  if (data.byteLength < LONGEST_REQUEST && new TextDecoder('latin1').decode(data).includes(HAND_OVER)) probe.handedOver = now();
  send.call(this, data);
};

// VS Code takes the element of its frame away from a page.
const frame = window.frameElement as HTMLElement | null;
const isShown = () => frame?.style.visibility !== 'hidden';

/** The time after a frame in which `test` held was painted, and the page is shown. */
async function painted(test: () => boolean): Promise<number> {
  do await new Promise(requestAnimationFrame);
  while (!isShown() || !test());
  await new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(undefined);
  });
  return now();
}

async function watchPage(page: Document): Promise<void> {
  const started = now();
  let shown: number | undefined;
  let skeleton: number | undefined;
  void painted(() => true).then(at => (shown = at));
  void painted(() => page.querySelector(SKELETON) !== null).then(at => (skeleton = at));
  new PerformanceObserver(list => {
    for (const { name, startTime, duration } of list.getEntries()) {
      if (name === 'self') probe.tasks.push({ start: performance.timeOrigin + startTime, ms: duration });
    }
  }).observe({ type: 'longtask' });
  const drawn = await painted(() => page.querySelector(DRAWN) !== null);
  void painted(() => page.querySelector(WHOLE) !== null).then(at => (probe.whole = at));
  window.layerwiseDrawn({ started, shown: shown ?? drawn, skeleton, drawn });
}

window.layerwiseChooseAll = async () => {
  const table = document.querySelector('.table');
  if (table === null) return undefined;
  const pressed = now();
  table.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', ctrlKey: true, bubbles: true, cancelable: true }));
  const chosen = painted(() => table.hasAttribute('data-several'));
  const never = new Promise<undefined>(resolve => setTimeout(resolve, LONGEST_CHOICE_MS));
  return ((await Promise.race([chosen, never])) ?? Infinity) - pressed;
};

// VS Code opens the document of a frame that is there already and writes the page into it.
const close: (this: Document) => void = Reflect.get(Document.prototype, 'close');
Document.prototype.close = function (): void {
  void watchPage(this);
  close.call(this);
};
