import { expect, test } from 'vitest';
import type { ListedFile } from '../../../src/shared/report/comparedFile';
import { comparedRows, measuredApart } from '../../../webview/views/compare/comparedRow';
import { pageState } from '../fixtures/pageStates';

const ready = pageState('ready');
const measured = ready.compared.filter(file => file.measured?.latency !== undefined);

/** A file whose run saw the baseline at so many times its time. */
function besideSlower(file: ListedFile, factor: number): ListedFile {
  const { measured: measurement } = file;
  if (measurement?.latency === undefined) return file;
  const { latency } = measurement;
  const { medianMs, lowMs, highMs } = latency.before;
  const before = { ...latency.before, medianMs: medianMs * factor, lowMs: lowMs * factor, highMs: highMs * factor };
  return { ...file, measured: { ...measurement, latency: { ...latency, before } } };
}

function rowsOf(compared: readonly ListedFile[]) {
  return comparedRows({ ...ready, compared }, undefined);
}

test('the last comparison is the one that was taken last, wherever its file stands in the list', () => {
  const [first, ...others] = measured;
  if (first?.measured?.latency === undefined) throw new Error('The first file is measured.');
  const dated = (file: ListedFile, takenAt: string): ListedFile => ({
    ...file,
    measured: file.measured && { ...file.measured, latency: file.measured.latency && { ...file.measured.latency, takenAt } },
  });
  const rows = rowsOf([
    dated(besideSlower(first, 3), '2026-11-28T10:00:00.000Z'),
    ...others.map(file => dated(file, '2026-11-27T10:00:00.000Z')),
  ]);
  expect(rows[0]?.latencyMs?.value).toBe(3 * first.measured.latency.before.medianMs);
});

test('the baseline has the time that it had beside the last file that was measured, and without one that of its profile', () => {
  const slower = measured.map(file => besideSlower(file, 3));
  expect(rowsOf(slower)[0]?.latencyMs?.value).toBe(slower.at(-1)?.measured?.latency?.before.medianMs);
  const unmeasured = measured.map(file => ({ ...file, measured: undefined }));
  expect(rowsOf(unmeasured)[0]?.latencyMs?.value).toBe(ready.profile?.latency.medianMs);
});

test('files are told apart that were measured when the baseline had another speed', () => {
  expect(measured.length).toBeGreaterThan(1);
  expect(measuredApart(rowsOf(measured))).toEqual([]);
  expect(measuredApart(rowsOf(measured.map(file => besideSlower(file, 3))))).toEqual([]);
  const [first, ...others] = measured;
  const mixed = rowsOf([...(first === undefined ? [] : [first]), ...others.map(file => besideSlower(file, 3))]);
  expect(measuredApart(mixed).map(({ name }) => name)).toEqual([first?.name]);
});
