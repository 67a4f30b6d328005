import { panSpan, zoomSpan, type Span } from './zoomSpan';

interface State {
  readonly span: Span;
  readonly least: number;
  /** Place to zoom around, as a share of the axis. */
  readonly pivot: number;
  /** Ends of the selected step, as shares of the axis. */
  readonly selected: Span | undefined;
}

const ZOOM_STEP = 1.4;
const PAN_STEP = 0.2;
/** The selected step fills this part of the figure. */
const FIT = 0.2;

/** The part of the axis that a key leads to (design spec 10: W S A D, + − 0 F); `undefined` for other keys. */
export function spanAfterKey(key: string, { span, least, pivot, selected }: State): Span | undefined {
  switch (key) {
    case 'w':
    case '+':
    case '=':
      return zoomSpan(span, 1 / ZOOM_STEP, pivot, least);
    case 's':
    case '-':
      return zoomSpan(span, ZOOM_STEP, pivot, least);
    case 'a':
      return panSpan(span, -PAN_STEP);
    case 'd':
      return panSpan(span, PAN_STEP);
    case '0':
      return { from: 0, to: 1 };
    case 'f':
      return selected === undefined ? undefined : around(selected, least);
    default:
      return undefined;
  }
}

function around({ from, to }: Span, least: number): Span {
  const length = Math.min(1, Math.max(least, (to - from) / FIT));
  return panSpan({ from: (from + to - length) / 2, to: (from + to + length) / 2 }, 0);
}
