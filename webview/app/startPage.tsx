import { effect } from '@preact/signals';
import { options, render, type ComponentType } from 'preact';
import { once } from '../../src/shared/base/once';
import { pageDrawingFailed, pageReady } from '../../src/shared/protocol/hostWebview';
import { Link } from '../../src/shared/protocol/link';
import { watchTheme } from '../ui/theme';
import { DrawingBoundary } from '../views/page/drawingBoundary';
import { PageStore } from '../views/page/pageStore';
import { restoreUiState } from '../views/page/uiState';
import { PageContext } from '../views/page/usePage';
import { hostConnection, type HostApi } from './hostConnection';
import { followHost, linkHost } from './linkHost';
import { laterTask } from './laterTask';
import { nextTask } from './nextTask';

declare function acquireVsCodeApi(): HostApi;

type PageId = 'editor' | 'sidePanel' | 'optimize';

/**
 * So long a page stays blank for the host's answer. VS Code passes messages on in the thread of the page, where drawing that the page waits would delay the
 * model; one that is there already is drawn at once.
 */
const BLANK_MS = 100;

/** Connects a page with the host, restores what the user arranged, and draws it. Returns the link, for what only one page listens to. */
export function startPage(page: PageId, Page: ComponentType): { readonly link: Link; readonly store: PageStore } {
  const api = acquireVsCodeApi();
  const link = new Link(hostConnection(api));
  const store = new PageStore(linkHost(link), restoreUiState(api.getState()), laterTask);
  document.body.dataset['view'] = page;
  watchTheme();
  effect(() => api.setState(store.ui.value));
  effect(() => {
    document.body.dataset['file'] = store.state.value.fileName;
    document.body.dataset['phase'] = store.state.value.phase;
  });
  // A model is unpacked, its layers are built and the parts of the page are drawn: each in a task of its own.
  options.debounceRendering = nextTask;
  const root = document.body.appendChild(document.createElement('div'));
  root.id = 'root';
  const draw = once(() =>
    render(
      <PageContext.Provider value={store}>
        <DrawingBoundary onError={detail => link.notify(pageDrawingFailed, { detail })}>
          <Page />
        </DrawingBoundary>
      </PageContext.Provider>,
      root,
    ),
  );
  followHost(link, store, () => nextTask(draw));
  link.notify(pageReady, { page });
  setTimeout(draw, BLANK_MS);
  return { link, store };
}
