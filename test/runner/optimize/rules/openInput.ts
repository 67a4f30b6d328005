import type { ModelDraw } from './modelDraw';

/** An input of shape [N, 3, W] with both ends open. */
export function openInput(draw: ModelDraw): string {
  return draw.input('x', [draw.int(1, 3), 3, draw.int(1, 4)], ['N', undefined, 'W']);
}
