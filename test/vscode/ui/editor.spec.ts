import fs from 'node:fs';
import path from 'node:path';
import { buildModel } from '../../fixtures/buildModel';
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

test('the text form has lenses that act', async ({ workbench, folder }) => {
  const [file, shape] = [path.join(folder, 'large.onnx'), [1 << 20]];
  const nodes = [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }];
  fs.writeFileSync(file, buildModel({ nodes, inputs: [{ name: 'x', shape }], outputs: [{ name: 'y', shape }] }));
  await workbench.openModel(file);
  await workbench.runCommand('Layerwise: Open as Text');
  await expect(workbench.page.locator('.view-lines').getByText('Relu', { exact: false }).first()).toBeVisible();
  await workbench.codeLens('Profile').click();
  const editor = await workbench.webview('editor', 'large.onnx');
  await expect(editor.getByText(/median of \d+ runs/)).toBeVisible({ timeout: 90_000 });
  await workbench.tab('large.onnx (text)').click();
  await expect(workbench.codeLensText('CPU, ')).toBeVisible();
  await expect(workbench.codeLensText('1st of 1')).toBeVisible();
});
