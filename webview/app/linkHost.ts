import {
  hostState,
  pageAction,
  pageBodyGraph,
  pageCopyCommand,
  pageCopyText,
  pageDrawingFailed,
  pageDryRun,
  pageFileDifference,
  pageNodeDetails,
  pagePreviewData,
  pageQuantizationPreview,
  pageSaveExport,
  pageSetDims,
  pageSetGrouping,
  pageShared,
  pageTensorLives,
  pageWeightStatistics,
} from '../../src/shared/protocol/hostWebview';
import type { Link } from '../../src/shared/protocol/link';
import { nextTask } from '../ui/nextTask';
import type { PageHost } from '../views/page/pageHost';
import type { PageStore } from '../views/page/pageStore';

/** The extension host behind a link. */
export function linkHost(link: Link): PageHost {
  return {
    act: (action, skeletonHash) => link.notify(pageAction, { action, skeletonHash }),
    share: state => link.notify(pageShared, state),
    setDims: dims => link.request(pageSetDims, { dims }),
    setGrouping: grouping => link.request(pageSetGrouping, { grouping }),
    nodeDetails: node => link.request(pageNodeDetails, { node }),
    quantizationPreview: node => link.request(pageQuantizationPreview, { node }),
    bodyGraph: steps => link.request(pageBodyGraph, { steps }),
    tensorLives: () => link.request(pageTensorLives, {}),
    weightStatistics: weight => link.request(pageWeightStatistics, { weight }),
    fileDifference: id => link.request(pageFileDifference, { id }),
    previewData: () => link.request(pagePreviewData, {}),
    saveExport: file => link.request(pageSaveExport, file),
    copyText: text => link.request(pageCopyText, { text }),
    reportFailure: detail => link.notify(pageDrawingFailed, { detail }),
    copyCommand: passes => link.request(pageCopyCommand, { passes }),
    dryRun: passes => link.request(pageDryRun, { passes }),
  };
}

/** Feeds a store with what the host sends, and says so every time. */
export function followHost(link: Link, store: PageStore, onReceived: () => void = () => undefined): void {
  link.on(hostState, change =>
    nextTask(() => {
      store.receive(change);
      onReceived();
    }),
  );
}
