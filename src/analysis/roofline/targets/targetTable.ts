import { appleM2 } from './appleM2';
import { laptopAvx2 } from './laptopAvx2';
import { phone } from './phone';
import { raspberryPi4 } from './raspberryPi4';
import { raspberryPi5 } from './raspberryPi5';
import { serverVnni } from './serverVnni';
import type { TargetProfile } from './targetProfile';

/** Every described machine, in the order of the help text. */
export const TARGETS: readonly TargetProfile[] = [laptopAvx2, serverVnni, appleM2, raspberryPi5, raspberryPi4, phone];

export function findTarget(id: string): TargetProfile | undefined {
  return TARGETS.find(target => target.id === id);
}
