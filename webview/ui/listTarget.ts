import { rowTarget } from './rowTarget';

const PAGE = 10;
const DOWNWARDS = new Map([
  ['ArrowRight', 'ArrowDown'],
  ['ArrowLeft', 'ArrowUp'],
]);

/** Where a key leads in a list of `count` that runs both to the right and downwards; `undefined` for other keys. */
export function listTarget(key: string, active: number, count: number): number | undefined {
  return rowTarget(DOWNWARDS.get(key) ?? key, active, count, PAGE);
}
