import * as l10n from '@vscode/l10n';
import { formatExact, parseNumber } from '../../../src/shared/base/formatNumber';
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
  const number = parseNumber(text);
  const isValid = Number.isFinite(number) && number >= minimum && number <= maximum && (!isWhole || Number.isInteger(number));
  return isValid ? success(number) : failure(isWhole ? notWhole(text, minimum, maximum) : noNumber(text, minimum, maximum));
}

function noNumber(text: string, minimum: number, maximum: number): string {
  if (minimum === -Infinity)
    return maximum === Infinity
      ? l10n.t('“{0}” is not a number.', text)
      : l10n.t('“{0}” is not a number of at most {1}.', text, formatExact(maximum));
  return maximum === Infinity
    ? l10n.t('“{0}” is not a number of at least {1}.', text, formatExact(minimum))
    : l10n.t('“{0}” is not a number from {1} to {2}.', text, formatExact(minimum), formatExact(maximum));
}

function notWhole(text: string, minimum: number, maximum: number): string {
  if (minimum === -Infinity)
    return maximum === Infinity
      ? l10n.t('“{0}” is not a whole number.', text)
      : l10n.t('“{0}” is not a whole number of at most {1}.', text, formatExact(maximum));
  return maximum === Infinity
    ? l10n.t('“{0}” is not a whole number of at least {1}.', text, formatExact(minimum))
    : l10n.t('“{0}” is not a whole number from {1} to {2}.', text, formatExact(minimum), formatExact(maximum));
}
