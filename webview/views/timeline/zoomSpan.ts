/** The part of the axis on screen, as shares of the whole: 0 ≤ from < to ≤ 1. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Part of the axis after zooming by `factor` (below 1: closer); `pivot`, a share of the whole, stays where it is on screen. */
export function zoomSpan({ from, to }: Span, factor: number, pivot: number, least: number): Span {
  const length = Math.min(1, Math.max(least, (to - from) * factor));
  const place = (pivot - from) / (to - from);
  return moveInside(pivot - place * length, length);
}

/** Part of the axis after moving by `step` of its length. */
export function panSpan({ from, to }: Span, step: number): Span {
  return moveInside(from + step * (to - from), to - from);
}

function moveInside(from: number, length: number): Span {
  const start = Math.max(0, Math.min(1 - length, from));
  return { from: start, to: Math.min(1, start + length) };
}
