/** The four kinds of theme that VS Code tells apart. */
export type ThemeKind = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

export type Stops = readonly [string, string, string, string, string, string, string];

interface Ramp {
  /** Low to high: low recedes into the background, high stands out (OKLab lightness strictly monotone, also for colour-blind eyes). */
  readonly heat: Stops;
  /** Faster to slower, −80 % … 0 … +80 %. */
  readonly change: Stops;
  /** Hairline around a coloured cell. */
  readonly cellLine: string;
}

const DARK_CHANGE: Stops = ['#71c1f7', '#4493d0', '#32618e', '#36383b', '#885629', '#cf8037', '#f6b669'];
const LIGHT_CHANGE: Stops = ['#004f8b', '#4086bd', '#9bc4e1', '#eef0f3', '#edc291', '#d3823d', '#924413'];

/** The only colours of the product that a theme does not give (design spec 6.1, 6.2). */
export const RAMPS: Readonly<Record<ThemeKind, Ramp>> = {
  dark: {
    heat: ['#292d3d', '#44396b', '#7a3e87', '#bf4477', '#e96850', '#f9a04a', '#f7d979'],
    change: DARK_CHANGE,
    cellLine: 'transparent',
  },
  light: {
    heat: ['#f3f0e7', '#efdcb5', '#f4b87b', '#f18755', '#d65356', '#9f3160', '#5d2560'],
    change: LIGHT_CHANGE,
    cellLine: '#0000001f',
  },
  highContrast: {
    heat: ['#182e4b', '#285077', '#517390', '#96937e', '#c5b784', '#efdb84', '#fffdd2'],
    change: DARK_CHANGE,
    cellLine: '#ffffff66',
  },
  highContrastLight: {
    heat: ['#faf7e8', '#eadfaa', '#d0be79', '#a4986e', '#5b748e', '#2d4e78', '#0e2654'],
    change: LIGHT_CHANGE,
    cellLine: '#29292999',
  },
};

type Rgb = readonly [number, number, number];

/** Colour at `t` (0..1, clamped) of a ramp, interpolated in sRGB between the stops. */
export function rampColor(stops: Stops, t: number): string {
  return `rgb(${mix(stops, t).join(' ')})`;
}

/** Black or white, whichever has the better contrast (at least 4.59:1 at every point of every ramp). */
export function rampInk(stops: Stops, t: number): string {
  return luminance(mix(stops, t)) > 0.179 ? 'rgb(0 0 0)' : 'rgb(255 255 255)';
}

function mix(stops: Stops, t: number): Rgb {
  const position = (Number.isFinite(t) ? Math.max(0, Math.min(1, t)) : 0) * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(position));
  const [from, to] = [parse(stops[index] ?? stops[0]), parse(stops[index + 1] ?? stops[6])];
  const between = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * (position - index));
  return [between(0), between(1), between(2)];
}

function parse(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** Relative luminance (WCAG 2.2). */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map(value => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
