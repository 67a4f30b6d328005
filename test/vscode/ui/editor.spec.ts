import { expect, test } from './fixtures';

test('static numbers appear without a run, and come back after the tab was hidden', async ({ workbench }) => {
  await workbench.file('mnist_wide.onnx').dblclick();
  const editor = await workbench.webview('editor', 'mnist_wide.onnx');
  await editor.getByRole('tab', { name: /^Layers/ }).click();
  await expect(editor.getByText('c6.conv').first()).toBeVisible();
  await workbench.file('relu.onnx').dblclick();
  await workbench.webview('editor', 'relu.onnx');
  await workbench.tab('mnist_wide.onnx').click();
  const again = await workbench.webview('editor', 'mnist_wide.onnx');
  await expect(again.getByText('c6.conv').first()).toBeVisible();
});

test('a file that is no model says so', async ({ workbench }) => {
  await workbench.file('broken.onnx').dblclick();
  const editor = await workbench.webview('editor', 'broken.onnx');
  await expect(editor.getByRole('alert')).toContainText('broken.onnx');
  await expect(editor.getByRole('button', { name: 'Show Log' })).toBeVisible();
});

test('the context menu offers models only', async ({ workbench }) => {
  await workbench.openContextMenu(workbench.file('tabular_mlp.calib.npz'));
  await expect(workbench.menuItem('Profile Model')).toHaveCount(0);
  await workbench.page.keyboard.press('Escape');
});

test('a running profile is cancelled from the editor', async ({ workbench }) => {
  await workbench.file('mnist_resnet.onnx').dblclick();
  const editor = await workbench.webview('editor', 'mnist_resnet.onnx');
  const header = editor.locator('.editor-head');
  await header.locator('[data-action="profile"]').click();
  await header.locator('[data-action="cancel"]').click();
  await expect(header.locator('[data-action="profile"]')).toBeVisible();
  await expect(header.getByText('not measured')).toBeVisible();
});

test('times fill in while the model is profiled, and are gone when that is cancelled', async ({ workbench }) => {
  await workbench.file('mnist_vit.onnx').dblclick();
  const editor = await workbench.webview('editor', 'mnist_vit.onnx');
  await editor.getByRole('tab', { name: /^Layers/ }).click();
  const header = editor.locator('.editor-head');
  await header.locator('[data-action="profile"]').click();
  await expect(header.getByText('provisional')).toBeVisible({ timeout: 90_000 });
  await expect(header.locator('[data-action="cancel"]')).toBeVisible();
  await expect(
    editor
      .locator('.table-body')
      .getByText(/\d\u202f[mµ]s$/)
      .first(),
  ).toBeVisible();
  await header.locator('[data-action="cancel"]').click();
  await expect(header.getByText('not measured')).toBeVisible();
  await expect(editor.locator('.table-body').getByText(/\d\u202f[mµ]s$/)).toHaveCount(0);
});

test('the text form has lenses that act', async ({ workbench }) => {
  await workbench.file('relu.onnx').dblclick();
  await workbench.webview('editor', 'relu.onnx');
  await workbench.runCommand('Layerwise: Open as Text');
  await expect(workbench.page.locator('.view-lines').getByText('Relu', { exact: false }).first()).toBeVisible();
  await workbench.codeLens('Profile').click();
  const editor = await workbench.webview('editor', 'relu.onnx');
  await expect(editor.getByText(/median of \d+ runs/)).toBeVisible({ timeout: 90_000 });
  await workbench.tab('relu.onnx (text)').click();
  await expect(workbench.codeLensText('CPU, ')).toBeVisible();
  await expect(workbench.codeLensText('1st of 1')).toBeVisible();
});
