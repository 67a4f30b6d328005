import { describe, expect, it } from 'vitest';
import type { Environment } from '../../../src/shared/report/latency';
import { changesWhatIsTold, measuredModel } from '../../../src/host/loadSites/measuredModel';
import { smallProfile, smallState } from './modelState';

const FILE = { size: 40, mtime: 7 };

function measuredWith(environment: Partial<Environment>) {
  const profile = smallProfile();
  return measuredModel(smallState({ profile: { ...profile, environment: { ...profile.environment, ...environment } } }), FILE);
}

describe('measuredModel', () => {
  it('keeps the time with its conditions, and the size with the data files', () => {
    expect(measuredWith({ threads: 3, dims: { batch: 4 } })).toEqual({
      medianMs: smallProfile().latency.medianMs,
      provider: 'CPUExecutionProvider',
      threads: 3,
      dims: { batch: 4 },
      takenAt: smallProfile().environment.date,
      bytesWithData: 100,
      bytes: 40,
      modifiedMs: 7,
    });
  });

  it.each<[string, Partial<Environment>]>([
    ['without fusions', { graphOptimization: 'disabled' }],
    ['without the arena', { arena: false }],
    ['elsewhere', { imported: 'trace.json' }],
  ])('ignores a profile taken %s', (_, environment) => {
    expect(measuredWith(environment)).toBeUndefined();
  });

  it.each([{ profileIsPartial: true }, { profileIsStale: true }, { changedOnDisk: { at: '10:00' } }, { profile: undefined }])(
    'ignores %j',
    change => {
      expect(measuredModel(smallState(change), FILE)).toBeUndefined();
    },
  );
});

it('nothing else is told while a measurement is running', () => {
  const change = { profile: smallProfile() };
  expect(changesWhatIsTold({ profileIsPartial: true }, { ...change, profileIsPartial: true })).toBe(false);
  expect(changesWhatIsTold({ profileIsPartial: false }, change)).toBe(true);
  expect(changesWhatIsTold({ profileIsPartial: false }, { calibration: undefined })).toBe(false);
});
