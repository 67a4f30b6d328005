import { layoutGraph } from './layoutGraph';
import type { LayoutInput } from './layoutInput';

/** The worker's end: one layout per message, its arrays handed over. The worker is ended to cancel. */
self.addEventListener('message', ({ data }: MessageEvent<LayoutInput>) => {
  const layout = layoutGraph(data);
  const { x, y, width, height, start, points } = layout;
  self.postMessage(layout, { transfer: [x.buffer, y.buffer, width.buffer, height.buffer, start.buffer, points.buffer] });
});
