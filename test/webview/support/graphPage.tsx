// The page of `npm run bench:graphView`: opens the graph of a made model, and pans over it.
import { uniformColumn } from '../../../src/shared/report/column';
import type { ModelView } from '../../../src/shared/report/modelView';
import { pageState } from '../fixtures/pageStates';
import { recordedModel } from '../fixtures/recordedModel';
import { showPage, type ShownPage } from './pages';

/** A graph of `nodes` nodes without groups, `across` side by side: every node reads the one above it and, every fourth time, the one four above. */
function flatView(nodes: number, across: number): ModelView {
  const { view } = recordedModel('resnet50');
  const all = Array.from({ length: nodes }, (_, node) => node);
  const reads = all.map(node =>
    [node - across, ...(node % 4 === 0 ? [node - 4 * across] : [])].filter(read => read >= 0).map(read => read + 1),
  );
  const inputStart = new Int32Array(nodes + 1);
  reads.forEach(({ length }, node) => (inputStart[node + 1] = inputStart[node]! + Math.max(1, length)));
  const tensors = Array.from({ length: nodes + 1 }, (_, tensor) => ({
    name: `t${tensor}`,
    dtype: 'float32' as const,
    shape: [1, 64, 56, 56],
  }));
  const macs = Float64Array.from(all, node => (node * 7919) % 1000);
  const column = {
    id: 'macs',
    title: 'MACs',
    unit: 'macs',
    axis: 'node',
    direction: 'high-is-hot',
    scale: 'linear',
    aggregation: { kind: 'sum' },
  } as const;
  const hierarchy = {
    groups: [],
    groupOf: new Int32Array(nodes).fill(-1),
    layerOf: Int32Array.from(all),
    layerNames: all.map(node => `conv${node}`),
    source: 'none',
  } as const;
  return {
    ...view,
    nodeNames: all.map(node => `conv${node}`),
    nodeOps: all.map(() => 'Conv'),
    nodeDetails: all.map(() => '3×3, 64 → 64'),
    nodeDomains: all.map(() => ''),
    nodeDtypes: all.map(() => 'float32'),
    inputStart,
    inputs: Int32Array.from(reads.flatMap(list => (list.length === 0 ? [0] : list))),
    outputStart: Int32Array.from({ length: nodes + 1 }, (_, node) => node),
    outputs: Int32Array.from(all, node => node + 1),
    analysis: {
      ...view.analysis,
      inputs: tensors.slice(0, 1),
      outputs: tensors.slice(-1),
      tensors,
      columns: [uniformColumn({ ...column, values: macs }, 'exact')],
      hierarchy,
    },
  };
}

let shown: ShownPage | undefined;
let view: ModelView | undefined;

/** Makes the model; what opening costs is measured apart. */
function prepare(nodes: number, across: number): void {
  view = flatView(nodes, across);
}

const drawn = () => document.querySelector('.graph-twin') !== null;
const nextFrame = () => new Promise<number>(resolve => requestAnimationFrame(resolve));

/** Shows the editor with its graph until that is on the canvas; milliseconds. */
async function open(): Promise<number> {
  const start = performance.now();
  shown = showPage(
    'editor',
    { ...pageState('static'), ...(view === undefined ? {} : { model: view }) },
    { ui: { view: 'graph', detailsOpen: false } },
  );
  while (!drawn()) await nextFrame();
  await nextFrame();
  return performance.now() - start;
}

/** Milliseconds between frames while the wheel pans down and up again, all boxes in view being as many as fit at this zoom. */
async function pan(zoom: number, frames: number): Promise<readonly number[]> {
  const stage = document.querySelector('.graph-stage');
  shown?.store.arrange({ graphCamera: { x: 0, y: 0, k: zoom } });
  shown?.store.arrange({ view: 'layers' });
  await nextFrame();
  shown?.store.arrange({ view: 'graph' });
  while (!drawn() || stage === document.querySelector('.graph-stage')) await nextFrame();
  const target = document.querySelector('.graph-stage');
  const times: number[] = [];
  let last = await nextFrame();
  for (let frame = 0; frame < frames; frame++) {
    target?.dispatchEvent(new WheelEvent('wheel', { deltaY: frame % 20 < 10 ? 9 : -9, bubbles: true, cancelable: true }));
    const now = await nextFrame();
    times.push(now - last);
    last = now;
  }
  return times;
}

/** Milliseconds until the hit of a name is selected and on screen. */
async function find(name: string): Promise<number> {
  const start = performance.now();
  const { store } = shown ?? {};
  store?.arrange({ filter: name });
  const index = store?.model.value?.layers.findIndex(layer => layer.name === name) ?? -1;
  store?.select(store.model.value?.layers[index]?.key);
  await nextFrame();
  await nextFrame();
  return performance.now() - start;
}

Object.assign(window, { graphBench: { prepare, open, pan, find } });
