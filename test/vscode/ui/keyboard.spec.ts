import fs from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator } from '@playwright/test';
import type { Workbench } from '../workbench';
import { expect, test } from './fixtures';

/** Not one that other tests open: which variant is kept of it depends on the times. */
const MODEL = 'keys.onnx';
const JOB_MS = 240_000;
const MOST_TABS = 80;

test('the loop by keyboard alone: open, profile, find the hottest layer, optimize, keep, export', async ({ workbench, folder }) => {
  test.setTimeout(3 * JOB_MS);
  const { keyboard } = workbench.page;
  for (const part of ['onnx', 'data', 'eval'])
    fs.cpSync(path.join(folder, `mnist_wide.${part}`), path.join(folder, `keys.${part}`), { recursive: true });

  await typed(workbench, 'Control+P', MODEL, MODEL);
  const editor = await workbench.webview('editor', MODEL);
  await expect(editor.locator('[data-action="optimize"]').first()).toBeVisible();
  await expect.poll(() => hasFocus(editor)).toBe(true);

  await keyboard.press('Shift+R');
  await expect(editor.getByText(/median of \d+ runs/)).toBeVisible({ timeout: JOB_MS });

  await keyboard.press('3');
  await expect(editor.getByRole('treegrid')).toBeVisible();
  await keyboard.press('h');
  await expect(editor.getByRole('row', { selected: true })).toHaveCount(1);
  await expect(editor.locator('.details')).toContainText(/1st|rank 1/i);

  await keyboard.press('o');
  const page = await workbench.webview('optimize', MODEL);
  const start = page.locator('[data-action="start"]');
  await expect(page.getByText('dry run, nothing written')).toBeVisible();
  await expect.poll(() => hasFocus(page)).toBe(true);
  await expect(start).not.toHaveAttribute('disabled');
  await tabTo(workbench, page, start);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /faster|slower|No measurable difference|Too noisy/ })).toBeFocused({ timeout: JOB_MS });
  await tabTo(workbench, page, page.getByRole('button', { name: /^Keep/ }).first());
  await keyboard.press('Enter');
  await expect(page.getByText('Kept.')).toBeVisible();
  // What is proposed first depends on the times that were measured.
  expect(fs.readdirSync(folder).filter(name => /^keys\..+\.onnx$/.test(name))).toHaveLength(1);

  await typed(workbench, 'F1', '>Layerwise: Export Report', 'Layerwise: Export Report');
  await expect(workbench.quickPickItem('HTML').first()).toBeVisible();
  await expect(workbench.quickPickItem('HTML').first()).toHaveClass(/focused/);
  await keyboard.press('Enter');
  await expect(workbench.quickInput()).toHaveValue(/keys\.report\.html$/);
  await keyboard.press('Enter');
  const report = path.join(folder, 'keys.report.html');
  await expect.poll(() => fs.existsSync(report) && fs.statSync(report).size > 0).toBe(true);
});

/** Opens a quick input by a key, types, and takes the first item, which has to be the one that is meant. */
async function typed(workbench: Workbench, key: string, text: string, item: string): Promise<void> {
  const { page } = workbench;
  await expect(async () => {
    await page.keyboard.press(key);
    await expect(workbench.quickInput()).toBeFocused({ timeout: 3000 });
    await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
    await expect(workbench.quickPickItem(item).first()).toHaveClass(/focused/, { timeout: 3000 });
    await page.keyboard.press('Enter');
    // What it does may ask for more in the same place.
    await expect(workbench.quickPickItem(item).first()).toBeHidden({ timeout: 3000 });
  }).toPass({ timeout: 60_000 });
}

function hasFocus(frame: FrameLocator): Promise<boolean> {
  return frame.locator('body').evaluate((body: { readonly ownerDocument: { hasFocus(): boolean } }) => body.ownerDocument.hasFocus());
}

/** Moves on with Tab until a control has the focus, as whoever has no pointer does. */
async function tabTo({ page }: Workbench, frame: FrameLocator, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < MOST_TABS; step++) {
    if (await target.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus, :focus-within'))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`No Tab leads to it; the focus is on ${await frame.locator(':focus').first().innerText()}`);
}
