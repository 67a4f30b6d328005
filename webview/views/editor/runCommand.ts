import { assertNever } from '../../../src/shared/base/assertNever';
import type { PageStore } from '../page/pageStore';
import { stepMetric } from './editorKeys';

/** Carries out a command of the palette that concerns the page alone. */
export function runCommand(store: PageStore, command: 'showLayers' | 'showMap' | 'find' | 'nextMetric'): void {
  switch (command) {
    case 'showLayers':
      return store.arrange({ view: 'layers' });
    case 'showMap':
      return store.arrange({ view: 'map' });
    case 'find':
      store.findRequests.value++;
      return;
    case 'nextMetric':
      return stepMetric(store, 1);
    default:
      return assertNever(command);
  }
}
