import { assertNever } from '../../../src/shared/base/assertNever';
import type { PageCommand } from '../../../src/shared/protocol/hostWebview';
import { copyLayers } from '../layers/copyLayers';
import { extractChosen, optimizeChosen } from '../details/chosenActions';
import type { PageStore } from '../page/pageStore';
import { stepMetric } from './editorKeys';

/** Carries out a command of the palette that concerns the page alone. */
export function runCommand(store: PageStore, command: PageCommand): void {
  switch (command) {
    case 'showLayers': {
      store.arrange({ view: 'layers' });
      return;
    }
    case 'showMap': {
      store.arrange({ view: 'map' });
      return;
    }
    case 'find':
      store.findRequests.value++;
      return;
    case 'nextMetric': {
      stepMetric(store, 1);
      return;
    }
    case 'export':
      store.overlay.value = 'export';
      return;
    case 'copyLayers':
      copyLayers(store, 'values');
      return;
    case 'copyLayersAsCsv':
      copyLayers(store, 'csv');
      return;
    case 'copyLayersAsMarkdown':
      copyLayers(store, 'markdown');
      return;
    case 'extractLayers':
      extractChosen(store);
      return;
    case 'optimizeLayers':
      optimizeChosen(store);
      return;
    default:
      return assertNever(command);
  }
}
