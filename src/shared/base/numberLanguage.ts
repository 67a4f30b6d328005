/** How numbers are written for people. The command line, reports, exports and whatever a machine reads keep English ones, with a point. */
interface NumberLanguage {
  readonly language: string;
  readonly decimalSign: string;
  readonly whole: Intl.NumberFormat;
}

const ENGLISH: NumberLanguage = { language: 'en', decimalSign: '.', whole: new Intl.NumberFormat('en') };

let current = ENGLISH;

/** Pages and host say at their start in which language VS Code is (BCP 47); a tag that `Intl` does not know counts as English. */
export function setNumberLanguage(tag: string): void {
  current = numbersOf(tag) ?? ENGLISH;
}

/** For dates and times beside numbers. */
export function numberLanguage(): string {
  return current.language;
}

export function decimalSign(): string {
  return current.decimalSign;
}

/** A whole number with the marks between thousands: `102,146,383`. */
export function formatWhole(value: number): string {
  return current.whole.format(value).replace('-', '−');
}

/** Digits stay Latin, which file names, shapes and units beside them are. */
function numbersOf(tag: string): NumberLanguage | undefined {
  try {
    // Without a second language, one without data would get that of the machine.
    const whole = new Intl.NumberFormat([tag, 'en'], { numberingSystem: 'latn', maximumFractionDigits: 0 });
    const parts = new Intl.NumberFormat([tag, 'en'], { numberingSystem: 'latn' }).formatToParts(1.5);
    return { language: whole.resolvedOptions().locale, decimalSign: parts.find(({ type }) => type === 'decimal')?.value ?? '.', whole };
  } catch {
    return undefined;
  }
}
