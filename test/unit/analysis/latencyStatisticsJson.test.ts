import { expect, it } from 'vitest';
import { latencyStatisticsJson } from '../../../src/analysis/latencyStatisticsJson';
import { sampleLatency } from '../../fixtures/sampleLatency';

it('has the fields of the contract: no single runs, no second list of notes, null for what was not measured', () => {
  const json = latencyStatisticsJson({ ...sampleLatency(2), notes: ['Times vary.'], doubts: ['Times vary.'] });
  expect(json['notes']).toEqual(['Times vary.']);
  expect(json['sessionSpread']).toBeNull();
  expect(json).not.toHaveProperty('doubts');
  expect(json).not.toHaveProperty('samplesMs');
});
