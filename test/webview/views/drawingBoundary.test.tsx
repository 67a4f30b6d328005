import { render } from 'preact';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { DrawingBoundary } from '../../../webview/views/page/drawingBoundary';

test('a page that cannot be drawn says why, and can be tried again', async () => {
  const details: string[] = [];
  let isBroken = true;
  function Fragile() {
    if (isBroken) throw new RangeError('Maximum call stack size exceeded');
    return <p>drawn</p>;
  }
  const root = document.body.appendChild(document.createElement('div'));
  render(
    <DrawingBoundary onError={detail => details.push(detail)}>
      <Fragile />
    </DrawingBoundary>,
    root,
  );
  await expect.element(page.getByRole('alert')).toHaveTextContent('could not be drawn: Maximum call stack size exceeded');
  expect(details).toEqual([expect.stringContaining('Maximum call stack size exceeded')]);
  isBroken = false;
  await page.getByRole('button', { name: 'Draw Again' }).click();
  await expect.element(page.getByText('drawn', { exact: true })).toBeVisible();
  render(null, root);
  root.remove();
});
