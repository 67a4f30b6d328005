import type { FrameLocator, Locator } from '@playwright/test';
import { expect, test } from './fixtures';

/** Name of the file that the Optimize page would write. */
function outputOf(page: FrameLocator): Locator {
  return page.locator('.plan-field:has(h2:text-is("Write to")) .plan-output');
}

test('an editor comes back with its view, metric, selection, sort, zoom and sizes', async ({ workbench }) => {
  await workbench.file('mnist_wide.onnx').dblclick();
  const editor = await workbench.webview('editor', 'mnist_wide.onnx');
  await editor.getByRole('button', { name: 'batch=1' }).click();
  await editor.getByRole('textbox', { name: 'Size of batch' }).fill('4');
  await workbench.page.keyboard.press('Enter');
  await expect(editor.getByRole('button', { name: 'batch=4' })).toBeVisible();
  await editor.getByRole('tab', { name: /^Graph/ }).click();
  await editor.getByRole('button', { name: 'Zoom In (+)' }).click();
  const zoomed = /^125\s%$/;
  await expect(editor.locator('.graph-zoom')).toHaveText(zoomed);
  await editor.getByRole('tab', { name: /^Layers/ }).click();
  await editor.getByRole('columnheader', { name: /^MACs/ }).getByRole('button').click();
  await editor.locator('.table-body').getByText('c4.conv').click();
  await workbench.page.keyboard.press('m');
  const metric = (await editor.locator('.metric-menu button').first().textContent()) ?? '';

  await workbench.reload();

  const again = await workbench.webview('editor', 'mnist_wide.onnx');
  await expect(again.getByRole('tab', { name: /^Layers/ })).toHaveAttribute('aria-selected', 'true');
  await expect(again.getByRole('columnheader', { name: /^MACs/ })).toHaveAttribute('aria-sort', 'descending');
  await expect(again.getByRole('row', { selected: true })).toContainText('c4.conv');
  await expect(again.locator('.metric-menu button').first()).toHaveText(metric);
  await expect(again.getByRole('button', { name: 'batch=4' })).toBeVisible();
  await again.getByRole('tab', { name: /^Graph/ }).click();
  await expect(again.locator('.graph-zoom')).toHaveText(zoomed);
});

test('an Optimize tab comes back with its form', async ({ workbench }) => {
  await workbench.file('mnist_wide.onnx').dblclick();
  const editor = await workbench.webview('editor', 'mnist_wide.onnx');
  await editor.locator('[data-action="optimize"]').first().click();
  const page = await workbench.webview('optimize', 'mnist_wide.onnx');
  await page.getByRole('radio', { name: 'File size' }).click();
  const method = 'Quantize to INT8 (Dynamic)';
  await expect(page.getByRole('checkbox', { name: method })).not.toBeChecked();
  await page.getByText(method, { exact: true }).click();
  await page.getByTitle('Click to leave this layer as it is.').first().click();
  await expect(page.getByText('left as it is by you')).toHaveCount(1);
  const output = (await outputOf(page).textContent()) ?? '';
  expect(output).toContain('.onnx');

  await workbench.reload();

  const again = await workbench.webview('optimize', 'mnist_wide.onnx');
  await expect(again.getByRole('radio', { name: 'File size' })).toBeChecked();
  await expect(again.getByRole('checkbox', { name: method })).toBeChecked();
  await expect(outputOf(again)).toHaveText(output);
  await expect(again.getByText('left as it is by you')).toHaveCount(1);
  await workbench.tab('mnist_wide.onnx').click();
  const model = await workbench.webview('editor', 'mnist_wide.onnx');
  await model.locator('[data-action="optimize"]').first().click();
  await expect(workbench.page.locator('.tabs-container .tab', { hasText: 'Optimize mnist_wide.onnx' })).toHaveCount(1);
});
