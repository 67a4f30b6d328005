// Runs in every frame of a measured workbench before its own scripts (test/bench/webview.ts): tells when Enter was pressed, when the skeleton and when the
// first rows or boxes stood on a frame that was painted, and keeps the long tasks of the page.
import type { PageTimes, Probe } from '../../bench/webview/pageTimes';

declare global {
  interface Window {
    layerwiseProbe: Probe;
    /** Given by the benchmark. */
    layerwiseDrawn(times: PageTimes): void;
  }
}

const now = () => performance.timeOrigin + performance.now();
const probe: Probe = (window.layerwiseProbe = { tasks: [], entered: 0 });
window.addEventListener('keydown', ({ key }) => (probe.entered = key === 'Enter' ? now() : probe.entered), true);

function afterPaint(then: (at: number) => void): void {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(now());
    port2.postMessage(undefined);
  });
}

function watchPage(page: Document): void {
  const started = now();
  let skeleton: number | undefined;
  new MutationObserver((_, observer) => {
    if (page.querySelector('[aria-busy="true"] .skeleton') !== null) afterPaint(at => (skeleton ??= at));
    if (page.querySelector('.table-body .table-row, .graph-twin [role="treeitem"], #drawn') === null) return;
    observer.disconnect();
    afterPaint(drawn => window.layerwiseDrawn({ started, skeleton, drawn }));
  }).observe(page, { childList: true, subtree: true });
  new PerformanceObserver(list => {
    for (const { name, startTime, duration } of list.getEntries()) {
      if (name === 'self') probe.tasks.push({ start: performance.timeOrigin + startTime, ms: duration });
    }
  }).observe({ type: 'longtask' });
}

// VS Code opens the document of a frame that is there already and writes the page into it.
const close: (this: Document) => void = Reflect.get(Document.prototype, 'close');
Document.prototype.close = function (): void {
  watchPage(this);
  close.call(this);
};
