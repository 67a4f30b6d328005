import { expect, test } from './fixtures';

test.use({ restricted: true });

test('in Restricted Mode a model is read and not run', async ({ workbench }) => {
  await workbench.file('mnist_wide.onnx').dblclick();
  const editor = await workbench.webview('editor', 'mnist_wide.onnx');
  await editor.getByRole('tab', { name: /^Layers/ }).click();
  await expect(editor.getByText('c6.conv').first()).toBeVisible();
  await expect(editor.getByText(/Restricted Mode: the model is read, not run/).first()).toBeVisible();
  await expect(editor.locator('[data-action="profile"]').first()).toHaveAttribute('disabled');
  await workbench.runCommand('Layerwise: Profile Model');
  await expect(workbench.notification('Restricted Mode')).toBeVisible();
  await expect(editor.getByText('not measured').first()).toBeVisible();
});
