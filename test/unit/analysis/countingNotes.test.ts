import fs from 'node:fs';
import { expect, it } from 'vitest';
import { METRICS } from '../../../src/analysis/metrics/metricTable';
import { countingNote, countingSections } from '../../../src/shared/report/countingNotes';

/** As the preview of Markdown makes them from headings. */
function anchors(markdown: string): readonly string[] {
  return Array.from(markdown.matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .trim()
      .replaceAll(/\s+/g, '-'),
  );
}

it('points to headings that exist', () => {
  const headings = anchors(fs.readFileSync('docs/counting.md', 'utf8'));
  expect(countingSections().filter(section => !headings.includes(section))).toEqual([]);
  expect(headings).toContain('how-things-are-counted');
});

it('explains every metric that tables show', () => {
  const shown = METRICS.map(({ id }) => id).filter(id => id !== 'transcendentals' && id !== 'peakBytes');
  expect(shown.filter(id => countingNote(id) === undefined)).toEqual([]);
});
