import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { BodyGraph, BodyStep } from '../../../src/shared/report/bodyGraph';
import type { Kernel, Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import type { UiState } from '../../../webview/views/page/uiState';
import { pageState } from '../fixtures/pageStates';
import { recordedModel } from '../fixtures/recordedModel';
import { sketchView, type SketchNode } from '../fixtures/sketchView';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1212, 860));
afterEach(hidePage);

const BODY: BodyStep = { node: 1, attribute: 'body' };
const THEN: BodyStep = { node: 1, attribute: 'then_branch' };
const ELSE: BodyStep = { node: 1, attribute: 'else_branch' };
const NAMES = { before: 0, loop: 1, after: 2, scale: 3, choice: 4, product: 5, sine: 6 } as const;

function withBodies(view: ModelView, steps: readonly BodyStep[]): ModelView {
  const costs = { nodes: 2, macs: 8, flops: 16, params: 0, weightBytes: 0, activationBytes: 64 };
  return { ...view, analysis: { ...view.analysis, bodies: steps.map(step => ({ ...step, ...costs })) } };
}

function sketched(nodes: readonly SketchNode[], inputs: readonly string[]): ModelView {
  return sketchView(nodes, inputs, [nodes.at(-1)?.name ?? '']);
}

/** A loop whose body scales and then takes one of two ways; ids in the file as in `NAMES`. */
const MODEL = withBodies(
  sketched(
    [
      { name: 'before', reads: ['x'] },
      { name: 'loop', reads: ['before'], op: 'Loop' },
      { name: 'after', reads: ['loop'] },
    ],
    ['x'],
  ),
  [BODY],
);
const BODIES: readonly (readonly [readonly BodyStep[], BodyGraph])[] = [
  [
    [BODY],
    {
      view: withBodies(
        sketched(
          [
            { name: 'scale', reads: ['state', 'before'], op: 'Mul' },
            { name: 'choice', reads: ['scale'], op: 'If' },
          ],
          ['state', 'before'],
        ),
        [THEN, ELSE],
      ),
      nodes: Int32Array.of(NAMES.scale, NAMES.choice),
      captured: ['before'],
    },
  ],
  [
    [BODY, THEN],
    {
      view: sketched([{ name: 'product', reads: ['scale'], op: 'MatMul' }], ['scale']),
      nodes: Int32Array.of(NAMES.product),
      captured: ['scale'],
    },
  ],
  [
    [BODY, ELSE],
    { view: sketched([{ name: 'sine', reads: ['scale'], op: 'Sin' }], ['scale']), nodes: Int32Array.of(NAMES.sine), captured: ['scale'] },
  ],
];

function kernel(name: keyof typeof NAMES, op: string, medianMs: number, more: Partial<Kernel> = {}): Kernel {
  const node = NAMES[name];
  const time = { medianMs, lowMs: medianMs, highMs: medianMs };
  return {
    id: node,
    name,
    op,
    provider: 'CPUExecutionProvider',
    covers: [node],
    anchor: node,
    added: false,
    outputShape: [],
    ...time,
    ...more,
  };
}

/** The else branch ran more often than the other. */
function profile(): Profile {
  const branches = [
    kernel('product', 'MatMul', 2, { body: 'then_branch', executions: 2 }),
    kernel('sine', 'Sin', 1, { body: 'else_branch', executions: 4 }),
  ];
  const executed = [
    { attribute: 'then_branch', executions: 2 },
    { attribute: 'else_branch', executions: 4 },
  ];
  const inside = [
    kernel('scale', 'Mul', 0.5, { body: 'body', executions: 6 }),
    kernel('choice', 'If', 3.25, { body: 'body', executions: 6, inside: branches, bodies: executed, ownMs: 0.25 }),
  ];
  const loop = kernel('loop', 'Loop', 4, { inside, bodies: [{ attribute: 'body', executions: 6 }], ownMs: 0.25 });
  return { ...recordedModel('resnet50').profile, kernels: [kernel('before', 'Exp', 1), loop, kernel('after', 'Cos', 1)] };
}

async function showGraph(ui: Partial<UiState> = {}) {
  const shown = showPage(
    'editor',
    { ...pageState('ready'), model: MODEL, profile: profile(), roofline: undefined, sparsity: undefined, variants: [] },
    { ui: { view: 'graph', ...ui } },
  );
  for (const [steps, body] of BODIES) shown.host.bodies.set(JSON.stringify(steps), body);
  await expect.element(page.getByRole('tree', { name: 'Graph of the model' })).toBeInTheDocument();
  return shown;
}

function items(): readonly string[] {
  return [...document.querySelectorAll('.graph-twin [role="treeitem"]')].map(({ textContent }) => textContent);
}

function way(): readonly string[] {
  return [...document.querySelectorAll('.graph-way li')].map(({ textContent }) => textContent);
}

async function open(name: string): Promise<void> {
  await expect.poll(() => items().some(text => text.startsWith(name))).toBe(true);
  const tree = document.querySelector<HTMLElement>('.graph-twin');
  tree?.focus();
  await userEvent.keyboard('{Home}');
  const place = items().findIndex(text => text.startsWith(name));
  for (let step = 0; step < place; step++) await userEvent.keyboard('{ArrowDown}');
  await userEvent.keyboard('{Enter}');
}

describe('a layer with bodies', () => {
  test('says what opens, and opens on Enter with what is inside, what it captures and its times', async () => {
    await showGraph();
    const loop = [...document.querySelectorAll('.graph-twin [role="treeitem"]')].find(({ textContent }) => textContent.startsWith('loop'));
    expect(loop?.getAttribute('aria-expanded')).toBe('false');
    expect(loop?.textContent).toContain('opens body');
    await open('loop');
    await expect.poll(way).toEqual([MODEL.fileName, 'loop · body']);
    await expect.poll(() => items().some(text => text.startsWith('scale'))).toBe(true);
    expect(items()[0]).toContain('captured before');
    expect(items().find(text => text.startsWith('scale'))).toContain('500 microseconds');
    expect(document.querySelector('.graph-way')?.textContent).toContain('ran 6 times in a run, measured');
    await expect.poll(() => document.activeElement?.className).toBe('graph-twin');
  });

  test('opens the body that ran most often; the other is beside it, and Backspace leads out again', async () => {
    const { store } = await showGraph();
    await open('loop');
    await open('choice');
    await expect.poll(way).toEqual([MODEL.fileName, 'loop · body', 'choice · else_branch']);
    await expect.poll(() => items().some(text => text.startsWith('sine'))).toBe(true);
    await page.getByRole('radio', { name: 'then_branch' }).click();
    await expect.poll(() => items().find(text => text.startsWith('product'))).toContain('2.00 milliseconds');
    await userEvent.keyboard('{Backspace}');
    await expect.poll(way).toEqual([MODEL.fileName, 'loop · body']);
    await page.getByRole('button', { name: MODEL.fileName }).click();
    await expect.poll(() => items().some(text => text.startsWith('after'))).toBe(true);
    expect(store.ui.value.graphBodies).toEqual([]);
  });

  test('has the details of the layer that is selected in it, and is left by a selection elsewhere', async () => {
    const { store, host } = await showGraph();
    await open('loop');
    await expect.poll(() => store.body.value?.layers.length).toBe(2);
    const shared = host.shared.length;
    const body = store.body.value;
    if (body === undefined) throw new Error('No body');
    store.selectIn(body, 0);
    await expect.poll(() => document.querySelector('.details-body')?.getAttribute('data-layer')).toBe('scale');
    expect(host.shared.length).toBe(shared);
    store.select(NAMES.after);
    await expect.poll(way).toEqual([]);
    await expect.poll(() => document.querySelector('.details-body')?.getAttribute('data-layer')).toBe('after');
  });

  test('is no longer under the pointer once its body is shown', async () => {
    const { store } = await showGraph();
    store.hovered.value = NAMES.loop;
    await open('loop');
    await expect.poll(way).toEqual([MODEL.fileName, 'loop · body']);
    expect(store.hovered.value).toBeUndefined();
  });

  test('says why a body cannot be shown, and stays usable', async () => {
    const { host } = await showGraph();
    host.bodies.clear();
    await open('loop');
    await expect.element(page.getByRole('alert')).toHaveTextContent('This body cannot be shown: Node has no body to open.');
    await page.getByRole('button', { name: MODEL.fileName }).click();
    await expect.poll(() => items().some(text => text.startsWith('after'))).toBe(true);
  });
});
