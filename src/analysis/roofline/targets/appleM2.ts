import type { TargetProfile } from './targetProfile';

export const appleM2: TargetProfile = {
  id: 'apple-m2',
  title: 'Apple M2',
  processor: 'Apple M2, 4 performance cores',
  cores: [{ count: 4, clockGhz: 3.3, flopPerCycle: 32 }],
  int8Factor: 4,
  memoryGbPerSecond: 100,
  cache: { bytes: 16 * 2 ** 20, gbPerSecond: 300 },
  source:
    'Apple newsroom (100 GB/s, 16 MB shared L2); four 128-bit FMA pipes per performance core, dot products at the same rate; the matrix coprocessor is not used by this runtime',
};
