import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures';

const FORMATS = [
  ['View as SVG', 'mnist_wide.map.svg', (bytes: Buffer) => expect(bytes.toString()).toMatch(/^<svg [^]*mnist_wide\.onnx · Map/)],
  ['View as PNG', 'mnist_wide.map.png', (bytes: Buffer) => expect(bytes.subarray(1, 4).toString()).toBe('PNG')],
  ['Layers as CSV', 'mnist_wide.layers.csv', (bytes: Buffer) => expect(bytes.toString()).toMatch(/MACs[^]*c6\.conv/)],
  ['Layers as JSON', 'mnist_wide.layers.json', (bytes: Buffer) => expect(() => JSON.parse(bytes.toString()) as unknown).not.toThrow()],
] as const;

for (const [item, name, check] of FORMATS) {
  test(`"${item}" writes a file beside the model`, async ({ workbench, folder }) => {
    await workbench.file('mnist_wide.onnx').first().dblclick();
    const editor = await workbench.webview('editor', 'mnist_wide.onnx');
    await editor.getByRole('tab', { name: /^Map/ }).click();
    await editor.getByRole('button', { name: 'Export', exact: true }).click();
    await editor.getByRole('menuitem', { name: item }).click();
    await expect(workbench.quickInput()).toHaveValue(new RegExp(`${name}$`));
    await workbench.page.keyboard.press('Enter');
    const file = path.join(folder, name);
    await expect.poll(() => fs.existsSync(file) && fs.statSync(file).size > 0).toBe(true);
    check(fs.readFileSync(file));
  });
}
