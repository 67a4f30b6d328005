import { formatShare } from '../base/formatNumber';

/** The doubt about a median with a wide interval, as a measurement notes it; `halfWidth` is a share of the median. */
export function wideInterval(halfWidth: number): string {
  return `Times vary: the interval of the median is ±${formatShare(halfWidth, 0)} wide.`;
}
