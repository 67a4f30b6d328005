import { expect, test } from 'vitest';
import { hostState, pageAction, pageNodeDetails } from '../../src/shared/protocol/hostWebview';
import { Link } from '../../src/shared/protocol/link';
import { postMessageConnection } from '../../src/shared/protocol/postMessageConnection';
import { LayerwiseError } from '../../src/shared/report/layerwiseError';
import { hostConnection } from '../../webview/app/hostConnection';
import { followHost, linkHost } from '../../webview/app/linkHost';
import { PageStore } from '../../webview/views/page/pageStore';
import { pageState } from './fixtures/pageStates';

/** Both ends of a webview: what one end posts arrives as a copy at the other. */
function connect() {
  const toHost = new Set<(message: unknown) => void>();
  const page = hostConnection({
    postMessage: message => {
      for (const listener of toHost) listener(structuredClone(message));
    },
    getState: () => undefined,
    setState: () => undefined,
  });
  const host = postMessageConnection({
    post: message => window.dispatchEvent(new MessageEvent('message', { data: structuredClone(message) })),
    onMessage: listener => {
      toHost.add(listener);
      return { dispose: () => toHost.delete(listener) };
    },
  });
  return { page: new Link(page), host: new Link(host) };
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
  host.on(pageAction, ({ kind }) => actions.push(kind));
  host.handle(pageNodeDetails, ({ node }) => {
    if (node > 100) throw new LayerwiseError('usage', 'There is no such node.');
    return { node, attributes: [], weights: [] };
  });
  const ask = linkHost(page);
  ask.act({ kind: 'profile' });
  await expect.poll(() => actions).toEqual(['profile']);
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
