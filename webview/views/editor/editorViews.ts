import type { ViewId } from '../page/uiState';

/** The views, in the order of their tabs. */
export const EDITOR_VIEWS: readonly { readonly id: ViewId; readonly title: string; readonly key: string }[] = [
  { id: 'graph', title: 'Graph', key: '1' },
  { id: 'map', title: 'Map', key: '2' },
  { id: 'layers', title: 'Layers', key: '3' },
  { id: 'timeline', title: 'Timeline', key: '4' },
  { id: 'compare', title: 'Compare', key: '5' },
  { id: 'roofline', title: 'Roofline', key: '6' },
];
