import type { TargetProfile } from './targetProfile';

export const raspberryPi4: TargetProfile = {
  id: 'raspberry-pi-4',
  title: 'Raspberry Pi 4',
  processor: 'Broadcom BCM2711, 4 × Cortex-A72',
  cores: [{ count: 4, clockGhz: 1.8, flopPerCycle: 8 }],
  int8Factor: 1.5,
  memoryGbPerSecond: 8,
  cache: { bytes: 2 ** 20, gbPerSecond: 25 },
  source:
    'Raspberry Pi product brief (1.5–1.8 GHz, 1 MB L2, LPDDR4-3200, of which the interconnect lets about 8 GB/s through); Arm Cortex-A72 optimization guide (128 bits of FMA per cycle, no dot products)',
};
