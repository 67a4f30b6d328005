/** The dark theme's heat ramp (design spec 6.1): readable on dark and light terminals from the second stop on. */
const RAMP: readonly (readonly [number, number, number])[] = [
  [68, 57, 107],
  [122, 62, 135],
  [191, 68, 119],
  [233, 104, 80],
  [249, 160, 74],
  [247, 217, 121],
];

/** A bar of `width` cells for a share 0..1 of the hottest layer; its length says the same as its colour. */
export function heatBar(share: number, width: number, colour: boolean): string {
  const eighths = Math.round(Math.min(Math.max(share, 0), 1) * width * 8);
  const partial = eighths % 8;
  const bar = '█'.repeat(Math.floor(eighths / 8)) + (partial === 0 ? '' : String.fromCharCode(0x2590 - partial));
  if (!colour || bar === '') return bar;
  const [red, green, blue] = RAMP[Math.min(RAMP.length - 1, Math.floor(share * RAMP.length))] ?? [0, 0, 0];
  return `\u001b[38;2;${String(red)};${String(green)};${String(blue)}m${bar}\u001b[0m`;
}
