import * as l10n from '@vscode/l10n';
import type { ViewId } from '../page/uiState';

/** The views, in the order of their tabs. */
export const EDITOR_VIEWS: readonly { readonly id: ViewId; readonly title: string; readonly key: string }[] = [
  { id: 'graph', title: l10n.t('Graph'), key: '1' },
  { id: 'map', title: l10n.t('Map'), key: '2' },
  { id: 'layers', title: l10n.t('Layers'), key: '3' },
  { id: 'timeline', title: l10n.t('Timeline'), key: '4' },
  { id: 'compare', title: l10n.t('Compare'), key: '5' },
  { id: 'roofline', title: l10n.t('Roofline'), key: '6' },
];
