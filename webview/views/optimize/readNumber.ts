import { failure, success, type Result } from '../../../src/shared/base/result';

export interface NumberBounds {
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly isWhole?: boolean;
}

/** A number within bounds, both of them allowed; else a sentence that says what is. */
export function readNumber(
  text: string,
  { minimum = -Infinity, maximum = Infinity, isWhole = false }: NumberBounds,
): Result<number, string> {
  const number = Number(text);
  const isValid =
    text !== '' && Number.isFinite(number) && number >= minimum && number <= maximum && (!isWhole || Number.isInteger(number));
  return isValid ? success(number) : failure(`“${text}” is not ${isWhole ? 'a whole number' : 'a number'}${boundsText(minimum, maximum)}.`);
}

function boundsText(minimum: number, maximum: number): string {
  if (minimum === -Infinity) return maximum === Infinity ? '' : ` of at most ${String(maximum)}`;
  return maximum === Infinity ? ` of at least ${String(minimum)}` : ` from ${String(minimum)} to ${String(maximum)}`;
}
