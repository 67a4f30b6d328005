import { expect, test } from 'vitest';
import { INITIAL_UI, restoreUiState, type UiState } from '../../../webview/views/page/uiState';

test('what a page stored comes back', () => {
  const stored: UiState = {
    ...INITIAL_UI,
    view: 'map',
    detailsWidth: 400,
    timelineFrom: 0.2,
    timelineTo: 0.4,
    graphCamera: { x: -10, y: 5, k: 0.6 },
    graphExpanded: [1, 2],
    heatRanges: { latencyMs: [0, 2] },
    columnOrder: ['macs', 'latencyMs'],
    columnWidths: { layer: 220 },
    spineZoom: { from: 3, to: 20 },
    mapBlock: '1',
  };
  expect(restoreUiState(JSON.parse(JSON.stringify(stored)))).toEqual(JSON.parse(JSON.stringify(stored)));
});

test.each([
  ['a view that is not there', { view: 'orbit' }],
  ['a width outside of its limits', { detailsWidth: 4000 }],
  ['no number', { detailsWidth: NaN }],
  ['a part of the timeline outside of it', { timelineTo: 1e9 }],
  ['a part of the timeline without a length', { timelineFrom: 0.5, timelineTo: 0.5 }],
  ['a camera without a place', { graphCamera: { k: 1 } }],
  ['a camera at no zoom', { graphCamera: { x: 0, y: 0, k: 0 } }],
  ['names for numbers', { graphExpanded: ['layer1'] }],
  ['numbers for names', { columns: [1, 2] }],
  ['a column that is too wide', { columnWidths: { layer: 9000 } }],
  ['a part of the spine without layers', { spineZoom: { from: 5, to: 5 } }],
  ['half a range', { heatRanges: { latencyMs: [1] } }],
  ['a budget above everything', { budgetPercent: 101 }],
  ['another type', { filter: 7, toggled: 'layer:1' }],
])('%s is how a page starts', (_, stored) => {
  expect(restoreUiState(stored)).toEqual(INITIAL_UI);
});
