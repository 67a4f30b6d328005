import type { TargetProfile } from './targetProfile';

export const phone: TargetProfile = {
  id: 'phone',
  title: 'Phone of 2023',
  processor: 'Snapdragon 8 Gen 2, 1 × Cortex-X3 and 3 × Cortex-A715/A710',
  cores: [
    { count: 1, clockGhz: 3.2, flopPerCycle: 32 },
    { count: 3, clockGhz: 2.8, flopPerCycle: 16 },
  ],
  int8Factor: 4,
  memoryGbPerSecond: 40,
  cache: { bytes: 8 * 2 ** 20, gbPerSecond: 120 },
  source:
    'Qualcomm product brief (1 × 3.2 GHz, 4 × 2.8 GHz, LPDDR5X at 4.2 GHz: 67 GB/s for the whole chip, about 40 for the cores); Arm optimization guides (four 128-bit FMA pipes on X3, two on A715 and A710); clocks before it gets hot',
};
