import type { TargetProfile } from './targetProfile';

export const serverVnni: TargetProfile = {
  id: 'server-vnni',
  title: 'Server with AVX-512 VNNI',
  processor: '4 cores of an Intel Xeon Gold 6330',
  cores: [{ count: 4, clockGhz: 2.6, flopPerCycle: 64 }],
  int8Factor: 4,
  memoryGbPerSecond: 50,
  cache: { bytes: 16 * 2 ** 20, gbPerSecond: 150 },
  source:
    'Intel product page (28 cores, 2.0–3.1 GHz, two AVX-512 FMA units, 42 MB L3, DDR4-2933 in eight channels); a quarter of the socket’s bandwidth; VNNI does four byte products per float32 product',
};
