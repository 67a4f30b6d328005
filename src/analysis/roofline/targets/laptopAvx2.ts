import type { TargetProfile } from './targetProfile';

export const laptopAvx2: TargetProfile = {
  id: 'laptop-avx2',
  title: 'Laptop with AVX2',
  processor: 'AMD Ryzen 5 5500U, 6 cores',
  cores: [{ count: 6, clockGhz: 3, flopPerCycle: 32 }],
  int8Factor: 1.6,
  memoryGbPerSecond: 51.2,
  cache: { bytes: 8 * 2 ** 20, gbPerSecond: 200 },
  source:
    'AMD product page (6 cores, 2.1–4.0 GHz, 8 MB L3, DDR4-3200 in two channels); two 256-bit FMA units per core (Zen 2); INT8 without VNNI 1.6× (Hugging Face and Microsoft 2020)',
};
