import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWatchdogLine } from '../../../src/worker/parseWatchdogLine';

describe('a line of the watchdog', () => {
  it('is read when it is whole', () => {
    const line = { phase: 'first run', rssBytes: 5, peakRssBytes: 7 };
    expect(parseWatchdogLine(JSON.stringify(line))).toEqual(line);
  });

  it('is ignored when it is something else', () => {
    const cut = '{"phase":"run","rss';
    const others = [
      'null',
      '1',
      '[]',
      '{}',
      cut,
      '{"phase":"<b>","rssBytes":1,"peakRssBytes":1}',
      '{"phase":"run","rssBytes":"1","peakRssBytes":1}',
    ];
    for (const text of others) expect(parseWatchdogLine(text)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), text => parseWatchdogLine(text) === undefined || text.includes('phase')));
  });
});
