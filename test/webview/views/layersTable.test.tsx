import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { pageState } from '../fixtures/pageStates';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1212, 860));
afterEach(hidePage);

describe('groups of layers', () => {
  test('come from names, structure or nowhere, as the menu of the table says; what was open in others is closed', async () => {
    const state = pageState('ready');
    const { host, store } = showPage('editor', state, { ui: { graphExpanded: [1], graphUnfolded: [2], mapSection: 'layer1' } });
    await page.getByRole('button', { name: 'Columns and groups' }).click();
    await expect.element(page.getByRole('menuitemradio', { name: 'Names' })).toHaveAttribute('aria-checked', 'true');
    await page.getByRole('menuitemradio', { name: 'None' }).click();
    expect(host.groupings).toEqual(['none']);
    const { model } = state;
    if (model === undefined) throw new Error('The state has a model.');
    const { hierarchy } = model.analysis;
    const flat = { ...hierarchy, groups: [], groupOf: hierarchy.groupOf.map(() => -1), source: 'none' } as const;
    store.receive({ model: { ...model, analysis: { ...model.analysis, hierarchy: flat } } });
    await expect.element(page.getByRole('menuitemradio', { name: 'None' })).toHaveAttribute('aria-checked', 'true');
    expect(document.querySelectorAll('.table-body .section')).toHaveLength(0);
    expect(document.querySelector('.table-body')?.textContent).toContain('layer1.0.conv1');
    expect(store.ui.value).toMatchObject({ graphExpanded: undefined, graphUnfolded: [], mapSection: undefined });
    await userEvent.keyboard('{Escape}');
  });
});
