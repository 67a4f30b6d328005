import { expect, test } from 'vitest';
import { PAGE_LISTENS } from '../../src/shared/protocol/pageListens';

test('a page asks for its state at once, keeps what comes, and starts its script after it has loaded', async () => {
  const posted: unknown[] = [];
  Object.assign(window, { acquireVsCodeApi: () => ({ postMessage: (message: unknown) => posted.push(message) }) });
  const preload = document.createElement('link');
  Object.assign(preload, { rel: 'preload', as: 'script', href: 'data:text/javascript,', nonce: 'once' });
  document.head.append(preload);
  await import('../../webview/app/boot');
  expect(posted).toEqual([PAGE_LISTENS]);
  window.dispatchEvent(new MessageEvent('message', { data: 'early' }));
  expect(document.querySelector(`script[src="${preload.href}"]`)).toBeNull();
  window.dispatchEvent(new Event('load'));
  expect(document.querySelector<HTMLScriptElement>(`script[src="${preload.href}"]`)?.nonce).toBe('once');
  expect(window.layerwiseBooted.takeMessages()).toEqual(['early']);
  window.dispatchEvent(new MessageEvent('message', { data: 'late' }));
  expect(window.layerwiseBooted.takeMessages()).toEqual(['early']);
});
