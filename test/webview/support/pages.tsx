import '../../../webview/ui/base.css';
import '../../../webview/ui/controls.css';
import '../../../webview/ui/forcedColors.css';
import '../../../webview/views/model.css';
import '../../../webview/views/editor/editor.css';
import '../../../webview/views/spine/spine.css';
import '../../../webview/views/layers/layers.css';
import '../../../webview/views/map/map.css';
import '../../../webview/views/charts.css';
import '../../../webview/views/timeline/timeline.css';
import '../../../webview/views/graph/graph.css';
import '../../../webview/views/compare/compare.css';
import '../../../webview/views/details/details.css';
import '../../../webview/views/sidePanel/sidePanel.css';
import '../../../webview/views/optimize/optimize.css';
import './themes.css';
import { render, type ComponentType } from 'preact';
import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import { watchTheme } from '../../../webview/ui/theme';
import { EditorPage } from '../../../webview/views/editor/editorPage';
import { OptimizePage } from '../../../webview/views/optimize/optimizePage';
import { DrawingBoundary } from '../../../webview/views/page/drawingBoundary';
import { PageStore } from '../../../webview/views/page/pageStore';
import { INITIAL_UI, type UiState } from '../../../webview/views/page/uiState';
import { PageContext } from '../../../webview/views/page/usePage';
import { SidePanelPage } from '../../../webview/views/sidePanel/sidePanelPage';
import type { PageId } from '../fixtures/pageCases';
import { FakeHost } from './fakeHost';

const PAGES: Readonly<Record<PageId, ComponentType>> = { editor: EditorPage, sidePanel: SidePanelPage, optimize: OptimizePage };

export const THEMES = ['vscode-dark', 'vscode-light', 'vscode-high-contrast', 'vscode-high-contrast-light'] as const;
export type ThemeId = (typeof THEMES)[number];

export interface ShownPage {
  readonly store: PageStore;
  readonly host: FakeHost;
  readonly root: HTMLElement;
}

interface ShowOptions {
  readonly theme?: ThemeId;
  readonly ui?: Partial<UiState>;
  readonly later?: PageStore['later'];
}

function failTest(detail: string): never {
  throw new Error(detail);
}

let cleanUp: (() => void) | undefined;

/** What VS Code does when the user takes another theme. */
export function showTheme(theme: ThemeId): void {
  document.body.dataset['vscodeThemeKind'] = theme;
}

/** Renders a page as VS Code would show it, with a fake host behind it; the page before is taken away. */
export function showPage(page: PageId, state: ModelState, { theme = 'vscode-dark', ui = {}, later }: ShowOptions = {}): ShownPage {
  hidePage();
  document.documentElement.lang = 'en';
  document.title = page;
  document.body.dataset['view'] = page;
  showTheme(theme);
  const unwatch = watchTheme();
  const host = new FakeHost(state.model, state.profile, state.calibration?.label);
  const store = new PageStore(host, { ...INITIAL_UI, view: 'layers', ...ui }, later);
  store.receive(state);
  const root = document.body.appendChild(document.createElement('div'));
  root.id = 'root';
  const Page = PAGES[page];
  render(
    <PageContext.Provider value={store}>
      <DrawingBoundary onError={failTest}>
        <Page />
      </DrawingBoundary>
    </PageContext.Provider>,
    root,
  );
  cleanUp = () => {
    render(null, root);
    root.remove();
    unwatch();
  };
  return { store, host, root };
}

export function hidePage(): void {
  cleanUp?.();
  cleanUp = undefined;
}
