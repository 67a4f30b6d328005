import { expect, it } from 'vitest';
import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import type { Profile } from '../../../src/shared/report/latency';
import { wideInterval } from '../../../src/shared/report/wideInterval';
import { profileRemark } from '../../../webview/views/page/profileRemark';
import { pageState } from '../fixtures/pageStates';

const READY = pageState('ready');

function remark(change: Partial<ModelState>, latency: Partial<Profile['latency']> = {}, environment: Partial<Profile['environment']> = {}) {
  const { profile } = READY;
  if (profile === undefined) throw new Error('The state has a profile.');
  const changed = {
    ...profile,
    latency: { ...profile.latency, ...latency },
    environment: { ...profile.environment, ...environment },
  };
  return profileRemark({ ...READY, profile: changed, ...change });
}

it('says nothing about a profile of this machine, model and shape with a narrow interval', () => {
  expect(remark({})).toBeUndefined();
});

it('says which size the times are of, and offers a run, where another one is chosen', () => {
  const model = READY.model && {
    ...READY.model,
    analysis: { ...READY.model.analysis, dims: [{ name: 'batch', value: 8, suggested: undefined }] },
  };
  const found = remark({ profileIsStale: true, model }, {}, { dims: { batch: 1 } });
  expect(found?.text).toBe('Measured with batch 1. No time for batch 8 yet.');
  expect(found?.action).toEqual({ kind: 'profile' });
});

it('names the machine that an imported profile is from, or the file where nothing else is known', () => {
  const known = remark({}, {}, { imported: 'm2.json', cpu: 'Apple M2', threads: 8 });
  expect(known?.text).toBe('These results are from another machine (Apple M2, 8 threads).');
  const unknown = remark({}, {}, { imported: 'm2.json', cpu: 'unknown', threads: NaN });
  expect(unknown?.text).toBe('These results are from another machine (m2.json).');
  expect(unknown?.title).toBe('Profile Here');
});

it('tells how wide the interval of a noisy profile is, with what disturbed it', () => {
  const found = remark(
    {},
    { medianMs: 50, lowMs: 43, highMs: 57, reliable: false, notes: ['Other programs used 1.4 of 2 cores while 2 threads were measured.'] },
  );
  expect(found?.text.replaceAll('\u202f', ' ')).toMatch(/^The interval is ±14 %\. Other programs used/);
  expect(found?.action).toEqual({ kind: 'profileLonger' });
  const cast = remark({}, { medianMs: 50, lowMs: 43, highMs: 57, reliable: true, notes: ['Ran through a copy in float32.'] });
  expect(cast?.text.replaceAll('\u202f', ' '), 'notes that are no doubts').toBe('The interval is ±14 %.');
  const both = { doubts: ['Times vary.'], notes: ['Times vary.', 'Ran through a copy in float32.'] };
  const mixed = remark({}, { medianMs: 50, lowMs: 43, highMs: 57, reliable: false, ...both });
  expect(mixed?.text.replaceAll('\u202f', ' '), 'doubts of a time that has other notes too').toBe('The interval is ±14 %. Times vary.');
  const doubts = [wideInterval(0.14), 'Times drifted by 16\u202f% while measuring.'];
  const wide = remark({}, { medianMs: 50, lowMs: 43, highMs: 57, reliable: false, doubts, notes: doubts });
  expect(wide?.text.replaceAll('\u202f', ' '), 'the width once').toBe('The interval is ±14 %. Times drifted by 16 % while measuring.');
});

it('says what cannot be seen in a model that takes microseconds', () => {
  const found = remark({}, { medianMs: 0.04, lowMs: 0.038, highMs: 0.043 });
  expect(found?.text.replaceAll('\u202f', ' ')).toBe('The model runs in 40 µs. Differences under about 5 µs cannot be seen.');
  expect(found?.kind).toBe('info');
});

it('warns of random inputs where the work depends on the values', () => {
  const model = READY.model && { ...READY.model, nodeOps: [...READY.model.nodeOps, 'NonZero', 'Loop'] };
  const found = remark({ model }, {}, { inputs: 'synthetic' });
  expect(found?.text).toBe('Inputs are random. Times can differ where work depends on the data (NonZero, Loop).');
  expect(remark({ model }, {}, { inputs: 'data' })).toBeUndefined();
});
