// The first script of every page, which stands in its HTML. VS Code hides a page until it has loaded, so the script of the page and the glyphs of its icons are
// not waited for: the skeleton is shown while they are on their way. Asks the host for the state meanwhile and keeps what comes.
import { PAGE_LISTENS } from '../../src/shared/protocol/pageListens';
import type {} from './booted';
import type { HostApi } from './hostConnection';

declare function acquireVsCodeApi(): HostApi;

const api = acquireVsCodeApi();
const messages: unknown[] = [];
const keep = ({ data }: MessageEvent<unknown>) => void messages.push(data);

window.addEventListener('message', keep);
window.layerwiseBooted = {
  api,
  takeMessages: () => {
    window.removeEventListener('message', keep);
    return messages;
  },
};
api.postMessage(PAGE_LISTENS);

window.addEventListener('load', () => {
  for (const preload of document.querySelectorAll<HTMLLinkElement>('link[rel="preload"]')) {
    if (preload.as === 'style') preload.rel = 'stylesheet';
    else start(preload);
  }
});

function start({ nonce, href }: HTMLLinkElement): void {
  document.body.append(Object.assign(document.createElement('script'), { nonce, src: href }));
}
