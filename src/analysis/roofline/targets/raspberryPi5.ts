import type { TargetProfile } from './targetProfile';

export const raspberryPi5: TargetProfile = {
  id: 'raspberry-pi-5',
  title: 'Raspberry Pi 5',
  processor: 'Broadcom BCM2712, 4 × Cortex-A76',
  cores: [{ count: 4, clockGhz: 2.4, flopPerCycle: 16 }],
  int8Factor: 4,
  memoryGbPerSecond: 17,
  cache: { bytes: 2 * 2 ** 20, gbPerSecond: 60 },
  source:
    'Raspberry Pi product brief (2.4 GHz, 512 kB L2 per core, 2 MB L3, LPDDR4X-4267, 32 bits wide); Arm Cortex-A76 optimization guide (two 128-bit FMA pipes, dot products at the same rate)',
};
