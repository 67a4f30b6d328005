import fs from 'node:fs';
import path from 'node:path';
import { resultsFolder } from '../paths';
import { expect, test } from './fixtures';

const MODEL = 'mnist_wide.onnx';
const JOB_MS = 240_000;
/** What the card may say; which of them is true depends on the machine. */
const VERDICT = /faster|slower|No measurable difference|Too noisy/;

test('the whole loop: right click, profile, heat, suggestion, quantize, result card, keep, compare', async ({ workbench, folder }) => {
  test.setTimeout(3 * JOB_MS);
  const original = fs.readFileSync(path.join(folder, MODEL));

  await workbench.openContextMenu(workbench.file(MODEL));
  await workbench.chooseMenuItem('Profile Model');
  const editor = await workbench.webview('editor', MODEL);
  await expect(editor.getByText(/median of \d+ runs/)).toBeVisible({ timeout: JOB_MS });
  await expect(workbench.statusBarItem(/\d\s(ms|µs|s)$/)).toBeVisible();

  await workbench.showSidePanel();
  const panel = await workbench.webview('sidePanel', MODEL);
  await expect(panel.getByText('Quantize 7 layers to INT8 (static)')).toBeVisible();
  await workbench.page.screenshot({ path: `${resultsFolder}/profiled.png` });
  await panel.getByRole('button', { name: 'Quantize', exact: true }).click();
  await expect(panel.getByRole('button', { name: 'Cancel' })).toBeVisible();

  const card = await workbench.webview('optimize', 'mnist_wide.int8.onnx', JOB_MS);
  await expect(card.getByRole('heading', { name: VERDICT })).toBeVisible();
  await expect(card.getByText('Accuracy').first()).toBeVisible();
  await workbench.page.screenshot({ path: `${resultsFolder}/result.png` });
  await card.getByRole('button', { name: /^Keep/ }).click();
  await expect(card.getByText('Kept.')).toBeVisible();

  expect(fs.existsSync(path.join(folder, 'mnist_wide.int8.onnx'))).toBe(true);
  expect(fs.readFileSync(path.join(folder, MODEL)).equals(original)).toBe(true);
  await expect(workbench.file('mnist_wide.int8.onnx')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Open int8', exact: true }).first()).toBeVisible();

  await panel.getByRole('button', { name: /^int8/ }).hover();
  await panel.getByRole('button', { name: 'Compare int8 with the baseline' }).click();
  const compare = await workbench.webview('editor', MODEL);
  const row = compare.getByRole('grid', { name: 'Variants' }).getByRole('row', { name: /mnist_wide\.int8\.onnx/ });
  await expect(row).toContainText(VERDICT);
  await expect(compare.getByRole('grid', { name: 'Differences of the graphs' })).toContainText('QuantizeLinear');
  await compare.getByRole('button', { name: 'Measure', exact: true }).click();
  await expect(compare.getByRole('listbox', { name: /Change per/ })).toBeVisible({ timeout: JOB_MS });
  await workbench.page.screenshot({ path: `${resultsFolder}/compare.png` });
});

test('a discarded variant is deleted, and the original stays', async ({ workbench, folder }) => {
  test.setTimeout(JOB_MS);
  await workbench.file('tabular_mlp.onnx').dblclick();
  const editor = await workbench.webview('editor', 'tabular_mlp.onnx');
  await editor.locator('[data-action="optimize"]').first().click();
  const page = await workbench.webview('optimize', 'tabular_mlp.onnx');
  await page.getByText('Quantize to INT8 (Static)', { exact: true }).click();
  await page.locator('[data-action="start"]').click();
  await page.locator('[data-action="discard"]').click({ timeout: JOB_MS });
  await expect(page.locator('[data-action="start"]')).toBeVisible();
  const left = fs.readdirSync(folder).filter(name => /^tabular_mlp.*\.onnx$/.test(name));
  expect(left).toEqual(['tabular_mlp.onnx']);
});
