import { expect, test } from 'vitest';
import { hostState, pageAction, pageNodeDetails } from '../../src/shared/protocol/hostWebview';
import { Link } from '../../src/shared/protocol/link';
import { flatten } from '../../src/shared/protocol/packing/flatten';
import type { Packed } from '../../src/shared/protocol/packing/packed';
import { postMessageConnection } from '../../src/shared/protocol/postMessageConnection';
import { LayerwiseError } from '../../src/shared/report/layerwiseError';
import { hostConnection } from '../../webview/app/hostConnection';
import { followHost, linkHost } from '../../webview/app/linkHost';
import { PageStore } from '../../webview/views/page/pageStore';
import { pageState } from './fixtures/pageStates';

/** Both ends of a webview: what one end posts arrives as a copy at the other. */
function connect(compress = deflate, early: readonly unknown[] = []) {
  const toHost = new Set<(message: unknown) => void>();
  const api = {
    postMessage: (message: unknown) => {
      for (const listener of toHost) listener(structuredClone(message));
    },
    getState: () => undefined,
    setState: () => undefined,
  };
  const page = hostConnection({ api, takeMessages: () => early });
  const host = postMessageConnection({
    post: message => window.dispatchEvent(new MessageEvent('message', { data: structuredClone(message) })),
    compress,
    onMessage: listener => {
      toHost.add(listener);
      return { dispose: () => toHost.delete(listener) };
    },
  });
  return { page: new Link(page), host: new Link(host) };
}

async function deflate(packed: Packed): Promise<Uint8Array> {
  const flat = new Blob([new Uint8Array(flatten(packed))]).stream();
  return new Uint8Array(await new Response(flat.pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer());
}

test('a page draws from what the host sends, and forgets what the host takes back', async () => {
  const { page, host } = connect();
  const store = new PageStore(linkHost(page));
  followHost(page, store);
  host.notify(hostState, pageState('quantizing'));
  await expect.poll(() => store.state.value.job?.title).toBe('Quantize to INT8');
  expect(store.model.value?.layers).toHaveLength(58);
  host.notify(hostState, { job: undefined });
  await expect.poll(() => store.state.value.job).toBeUndefined();
  page.dispose();
  host.dispose();
});

test('actions arrive, requests are answered, failures keep their reason', async () => {
  const { page, host } = connect();
  const actions: string[] = [];
  host.on(pageAction, ({ action, skeletonHash }) => actions.push(`${action.kind} ${skeletonHash}`));
  host.handle(pageNodeDetails, ({ node }) => {
    if (node > 100) throw new LayerwiseError('usage', 'There is no such node.');
    return { node, attributes: [], weights: [] };
  });
  const ask = linkHost(page);
  ask.act({ kind: 'profile' }, 'abc');
  await expect.poll(() => actions).toEqual(['profile abc']);
  await expect(ask.nodeDetails(3)).resolves.toEqual({ node: 3, attributes: [], weights: [] });
  await expect(ask.nodeDetails(1000)).rejects.toMatchObject({ reason: 'usage', message: 'There is no such node.' });
  page.dispose();
  host.dispose();
});

test('messages of VS Code itself are left alone', () => {
  const { page } = connect();
  expect(() => window.dispatchEvent(new MessageEvent('message', { data: 'hello' }))).not.toThrow();
  page.dispose();
});

test('a long message comes compressed, and before what was sent after it', async () => {
  const { page, host } = connect();
  const sizes: number[] = [];
  const count = ({ data }: MessageEvent<{ readonly compressed?: Uint8Array }>) => sizes.push(data.compressed?.length ?? 0);
  window.addEventListener('message', count);
  const received: (readonly string[])[] = [];
  page.on(hostState, ({ focusLayers, fileName }) => received.push([fileName ?? '', `${focusLayers?.length ?? 0}`]));
  const focusLayers = Array.from({ length: 100_000 }, (_, index) => index % 1000);
  host.notify(hostState, { fileName: 'first', focusLayers });
  host.notify(hostState, { fileName: 'second' });
  await expect
    .poll(() => received)
    .toEqual([
      ['first', '100000'],
      ['second', '0'],
    ]);
  host.notify(hostState, { fileName: 'third' });
  await expect.poll(() => received).toHaveLength(3);
  window.removeEventListener('message', count);
  expect(sizes).toHaveLength(3);
  expect(sizes[0]).toBeGreaterThan(0);
  expect(sizes[0]).toBeLessThan(20_000);
  page.dispose();
  host.dispose();
});

test('what cannot be compressed is sent as it is, and what was sent after it arrives', async () => {
  const { page, host } = connect(() => Promise.reject(new Error('out of memory')));
  const received: number[] = [];
  page.on(hostState, ({ focusLayers = [] }) => received.push(focusLayers.length));
  host.notify(hostState, { focusLayers: Array.from({ length: 100_000 }, (_, index) => index) });
  host.notify(hostState, { focusLayers: [1] });
  await expect.poll(() => received).toEqual([100_000, 1]);
  page.dispose();
  host.dispose();
});

test('a compressed message that is damaged does not hold up those after it', async () => {
  const { page, host } = connect(() => Promise.resolve(Uint8Array.of(255, 255, 255, 255)));
  const received: string[] = [];
  page.on(hostState, ({ fileName = '' }) => received.push(fileName));
  host.notify(hostState, { fileName: 'damaged', focusLayers: Array.from({ length: 100_000 }, (_, index) => index) });
  host.notify(hostState, { fileName: 'whole' });
  await expect.poll(() => received).toEqual(['whole']);
  page.dispose();
  host.dispose();
});

test('nothing is posted once a connection has ended, nor heard', async () => {
  let finish: ((bytes: Uint8Array) => void) | undefined;
  const { page, host } = connect(() => new Promise(resolve => (finish = resolve)));
  const posted: unknown[] = [];
  const count = ({ data }: MessageEvent<unknown>) => posted.push(data);
  host.notify(hostState, { focusLayers: Array.from({ length: 100_000 }, (_, index) => index) });
  await expect.poll(() => finish).toBeDefined();
  window.addEventListener('message', count);
  host.dispose();
  finish?.(Uint8Array.of(1));
  await new Promise(resolve => setTimeout(resolve, 20));
  window.removeEventListener('message', count);
  expect(posted).toEqual([]);
  const heard: string[] = [];
  page.on(hostState, ({ fileName = '' }) => heard.push(fileName));
  page.dispose();
  const other = connect();
  other.host.notify(hostState, { fileName: 'late' });
  await new Promise(resolve => setTimeout(resolve, 20));
  expect(heard).toEqual([]);
  other.page.dispose();
  other.host.dispose();
});

test('what came before the script of a page is heard first', async () => {
  const early: unknown[] = [];
  const before = postMessageConnection({
    post: message => early.push(structuredClone(message)),
    onMessage: () => ({ dispose: () => undefined }),
  });
  new Link(before).notify(hostState, { fileName: 'early' });
  const { page, host } = connect(deflate, early);
  const received: string[] = [];
  page.on(hostState, ({ fileName = '' }) => received.push(fileName));
  await Promise.resolve(); // The browser hands over no message before the script has ended.
  host.notify(hostState, { fileName: 'late' });
  await expect.poll(() => received).toEqual(['early', 'late']);
});
