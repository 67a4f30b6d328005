// The first script of every page, small, so that VS Code, which hides a page until it has loaded, shows the skeleton while the script of the page is still on
// its way. It asks the host for the state meanwhile, keeps what comes, and starts the other script once the page is on screen.
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

const preload = document.querySelector<HTMLLinkElement>('link[rel="preload"]');
window.addEventListener('load', () => {
  const script = document.createElement('script');
  script.nonce = preload?.nonce ?? '';
  script.src = preload?.href ?? '';
  document.body.append(script);
});
