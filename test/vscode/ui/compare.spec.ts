import { resultsFolder } from '../paths';
import { expect, test } from './fixtures';

/** One that no other test changes: all share one folder. */
const MODEL = 'mnist_resnet.onnx';
const JOB_MS = 240_000;
const VERDICT = /faster|slower|No measurable difference|Too noisy/;

test('a variant is compared with the baseline: table, plots, change per layer, structure', async ({ workbench }) => {
  test.setTimeout(3 * JOB_MS);
  await workbench.openContextMenu(workbench.file(MODEL));
  await workbench.chooseMenuItem('Profile Model');
  const editor = await workbench.webview('editor', MODEL);
  await expect(editor.getByText(/median of \d+ runs/)).toBeVisible({ timeout: JOB_MS });
  const panel = await workbench.showSidePanel();
  await panel.getByRole('button', { name: 'Quantize', exact: true }).click();
  const card = await workbench.webview('optimize', 'mnist_resnet.int8.onnx', JOB_MS);
  await expect(card.getByRole('heading', { name: VERDICT })).toBeVisible();
  await panel.getByRole('button', { name: /^int8/ }).hover();
  await panel.getByRole('button', { name: 'Compare int8 with the baseline' }).click();

  const compare = await workbench.webview('editor', MODEL);
  const row = compare.getByRole('grid', { name: 'Variants' }).getByRole('row', { name: /mnist_resnet\.int8\.onnx/ });
  await expect(row).toContainText(VERDICT);
  await expect(compare.getByRole('grid', { name: 'Differences of the graphs' })).toContainText('QuantizeLinear');
  await compare.getByRole('button', { name: 'Measure', exact: true }).click();
  await expect(compare.getByRole('listbox', { name: /Change per/ })).toBeVisible({ timeout: JOB_MS });
  await workbench.page.screenshot({ path: `${resultsFolder}/compare.png` });
});
