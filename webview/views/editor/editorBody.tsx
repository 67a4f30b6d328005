import * as l10n from '@vscode/l10n';
import { useLayoutEffect } from 'preact/hooks';
import { assertNever } from '../../../src/shared/base/assertNever';
import { px } from '../../ui/px';
import { Sash } from '../../ui/sash';
import { useSize } from '../../ui/useSize';
import { CompareView } from '../compare/compareView';
import { DetailsPane } from '../details/detailsPane';
import { GraphView } from '../graph/graphView';
import { LayersView } from '../layers/layersView';
import { MapView } from '../map/mapView';
import type { LayerModel } from '../model/layerModel';
import { RooflineView } from '../roofline/rooflineView';
import { TimelineView } from '../timeline/timelineView';
import { DETAILS_WIDTH } from '../page/detailsWidth';
import type { ViewId } from '../page/uiState';
import { Later } from '../page/later';
import type { PageStore } from '../page/pageStore';
import { RowsSkeleton } from '../page/rowsSkeleton';
import { useHoverEnd } from '../page/useHoverEnd';
import { usePage } from '../page/usePage';
import { EDITOR_VIEWS } from './editorViews';

/** Below this the details pane is a drawer over the view. */
const DRAWER_BELOW = 900;

/** The view, and the details pane beside it or over it. */
export function EditorBody({ model }: { readonly model: LayerModel | undefined }) {
  const store = usePage();
  const [body, { width }] = useSize<HTMLDivElement>();
  const { detailsOpen, detailsWidth } = store.ui.value;
  const view = store.shownView.value;
  const isNarrow = width > 0 && width < DRAWER_BELOW;
  const isOpen = view === 'compare' ? false : isNarrow ? store.overlay.value === 'drawer' : detailsOpen;
  useHoverEnd(view);
  useDrawer(isNarrow && view !== 'compare', isOpen);
  const title = EDITOR_VIEWS.find(({ id }) => id === view)?.title ?? '';
  return (
    <div class="editor-body" ref={body}>
      <div class="editor-view" id="view" role="tabpanel" aria-label={title}>
        <View view={view} model={model} />
      </div>
      {isOpen && !isNarrow ? (
        <Sash
          label={l10n.t('Width of the details')}
          value={detailsWidth}
          minimum={DETAILS_WIDTH.least}
          maximum={DETAILS_WIDTH.most}
          onChange={value => store.arrange({ detailsWidth: value })}
        />
      ) : undefined}
      {isOpen ? (
        <section class={`details ${isNarrow ? 'drawer' : ''}`} style={{ width: px(detailsWidth) }} aria-label={l10n.t('Details')}>
          <Later value={inBody(store) ?? model}>{shown => (shown === undefined ? <></> : <DetailsPane model={shown} />)}</Later>
        </section>
      ) : undefined}
    </div>
  );
}

/** Tells the page whether the details are a drawer. One that closes with the focus in it gives that back to what had it, and none stays open unseen beside a wide view. */
function useDrawer(isNarrow: boolean, isOpen: boolean): void {
  const store = usePage();
  useLayoutEffect(() => {
    store.isNarrow.value = isNarrow;
    if (!isNarrow && store.overlay.value === 'drawer') store.overlay.value = undefined;
  }, [isNarrow]);
  useLayoutEffect(() => {
    const before = document.activeElement;
    if (!isNarrow || !isOpen) return undefined;
    return () => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [isNarrow && isOpen]);
}

/** The open body while a layer of it is selected; else the details are of what holds it. */
function inBody(store: PageStore): LayerModel | undefined {
  const body = store.shownView.value === 'graph' ? store.body.value : undefined;
  return body === undefined || store.selectedIn(body) < 0 ? undefined : body;
}

function View({ view, model }: { readonly view: ViewId; readonly model: LayerModel | undefined }) {
  if (view === 'layers') return <LayersView />;
  if (model === undefined) return <RowsSkeleton />;
  switch (view) {
    case 'graph':
      return <GraphView model={model} />;
    case 'map':
      return <MapView model={model} />;
    case 'timeline':
      return <TimelineView page={model} />;
    case 'compare':
      return <CompareView model={model} />;
    case 'roofline':
      return <RooflineView model={model} />;
    default:
      return assertNever(view);
  }
}
