import { expect, test } from './fixtures';

// Measuring must not be over before somebody has seen it run and has stopped it.
test.use({ rigor: 'strict' });

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
