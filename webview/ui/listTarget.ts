const PAGE = 10;

/** Where a key leads in a list of `count` that runs both to the right and downwards; `undefined` for other keys. */
export function listTarget(key: string, active: number, count: number): number | undefined {
  const clamp = (index: number) => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return clamp(active + 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return clamp(active - 1);
    case 'PageDown':
      return clamp(active + PAGE);
    case 'PageUp':
      return clamp(active - PAGE);
    case 'Home':
      return 0;
    case 'End':
      return clamp(count - 1);
    default:
      return undefined;
  }
}
