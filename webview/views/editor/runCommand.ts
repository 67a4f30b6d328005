import { assertNever } from '../../../src/shared/base/assertNever';
import type { PageStore } from '../page/pageStore';
import { stepMetric } from './editorKeys';

/** Carries out a command of the palette that concerns the page alone. */
export function runCommand(store: PageStore, command: 'showLayers' | 'showMap' | 'find' | 'nextMetric' | 'export'): void {
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
    default:
      return assertNever(command);
  }
}
