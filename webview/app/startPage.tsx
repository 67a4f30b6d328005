import { effect } from '@preact/signals';
import { options, render, type ComponentType, type VNode } from 'preact';
import { once } from '../../src/shared/base/once';
import { pageDrawingFailed } from '../../src/shared/protocol/hostWebview';
import { Link } from '../../src/shared/protocol/link';
import { watchTheme } from '../ui/theme';
import { DrawingBoundary } from '../views/page/drawingBoundary';
import { PageStore } from '../views/page/pageStore';
import { restoreUiState } from '../views/page/uiState';
import { PageContext } from '../views/page/usePage';
import { hostConnection } from './hostConnection';
import { followHost, linkHost } from './linkHost';
import { laterTask } from './laterTask';
import { nextTask } from '../ui/nextTask';

type PageId = 'editor' | 'sidePanel' | 'optimize';

/** So long the skeleton in the HTML stands for the page: drawing that the page waits would delay a model that comes meanwhile. */
const WAIT_MS = 100;

/** Connects a page with the host, restores what the user arranged, and draws it. Returns the link, for what only one page listens to. */
export function startPage(page: PageId, Page: ComponentType): { readonly link: Link; readonly store: PageStore } {
  const { api } = window.layerwiseBooted;
  const link = new Link(hostConnection(window.layerwiseBooted));
  const store = new PageStore(linkHost(link), restoreUiState(api.getState()), laterTask);
  document.body.dataset['view'] = page;
  watchTheme();
  const { panel } = document.body.dataset;
  effect(() => api.setState({ ...store.ui.value, panel }));
  effect(() => {
    document.body.dataset['file'] = store.state.value.fileName;
    document.body.dataset['phase'] = store.state.value.phase;
  });
  // A model is unpacked, its layers are built and the parts of the page are drawn: each in a task of its own.
  options.debounceRendering = nextTask;
  const start = once(() => draw(<Page />, store, link));
  followHost(link, store, () => nextTask(start));
  setTimeout(start, WAIT_MS);
  return { link, store };
}

/** In place of what the host has put there. */
function draw(page: VNode, store: PageStore, link: Link): void {
  const root = document.getElementById('root');
  if (root === null) return;
  root.replaceChildren();
  render(
    <PageContext.Provider value={store}>
      <DrawingBoundary onError={detail => link.notify(pageDrawingFailed, { detail })}>{page}</DrawingBoundary>
    </PageContext.Provider>,
    root,
  );
}
