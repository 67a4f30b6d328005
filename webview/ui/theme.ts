import { computed, signal } from '@preact/signals';
import { RAMPS, rampColor, rampInk, type Stops, type ThemeKind } from '../../src/shared/base/ramps';

const KINDS: ReadonlyMap<string, ThemeKind> = new Map([
  ['vscode-dark', 'dark'],
  ['vscode-light', 'light'],
  ['vscode-high-contrast', 'highContrast'],
  ['vscode-high-contrast-light', 'highContrastLight'],
]);

const FORCED_COLORS = '(forced-colors: active)';
/** With forced colours it tells what the system's background is like. */
const LIGHT_SCHEME = '(prefers-color-scheme: light)';

/** Kind of the theme in use. */
export const themeKind = signal<ThemeKind>('dark');

/** Grows with every change of a theme variable; whoever draws on a canvas reads it to be drawn again. */
export const themeRevision = signal(0);

const ramp = computed(() => RAMPS[themeKind.value]);

export type RampName = 'heat' | 'change' | 'provider';

/** Which ramp the chosen metric has; every heat colour follows it. */
const shownRamp = signal<RampName>('heat');

/** Colours of the theme, a provider each; read when they are needed first. */
let providerStops: Stops | undefined;

function stops(): Stops {
  if (shownRamp.value !== 'provider') return ramp.value[shownRamp.value];
  return (providerStops ??= [
    hexOf('--vscode-charts-blue'),
    hexOf('--vscode-charts-purple'),
    hexOf('--vscode-charts-orange'),
    hexOf('--vscode-charts-green'),
    hexOf('--vscode-charts-yellow'),
    hexOf('--vscode-charts-red'),
    hexOf('--vscode-charts-foreground'),
  ]);
}

function hexOf(variable: string): string {
  const channels =
    themeColor(variable)
      .match(/[\d.]+/g)
      ?.slice(0, 3) ?? [];
  return `#${channels.map(channel => Math.round(Number(channel)).toString(16).padStart(2, '0')).join('')}`;
}

/** Colour of a relative change, −1 (faster by as much as the ramp shows) … 0 … 1 (slower). */
export function changeColor(t: number): string {
  return rampColor(ramp.value.change, (Math.max(-1, Math.min(1, t)) + 1) / 2);
}

/** Heat colour at `t`, 0 (low) … 1 (high). */
export function heatColor(t: number): string {
  return rampColor(stops(), t);
}

/** Ink for text on `heatColor(t)`. */
export function heatInk(t: number): string {
  return rampInk(stops(), t);
}

export function cellLine(): string {
  return ramp.value.cellLine;
}

/** Draws everything again in the colours of another ramp. */
export function showRamp(name: RampName): void {
  if (shownRamp.value === name) return;
  shownRamp.value = name;
  setRampVariables();
  themeRevision.value++;
}

/** Follows VS Code's theme: the kind stands on the body, the variables in the style of the root. Returns what ends it. */
export function watchTheme(): () => void {
  const update = () => {
    known.clear();
    providerStops = undefined;
    themeKind.value = readKind();
    setRampVariables();
    themeRevision.value++;
  };
  update();
  const observer = new MutationObserver(update);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-kind'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  const system = [FORCED_COLORS, LIGHT_SCHEME].map(query => matchMedia(query));
  for (const query of system) query.addEventListener('change', update);
  return () => {
    observer.disconnect();
    for (const query of system) query.removeEventListener('change', update);
  };
}

function readKind(): ThemeKind {
  if (matchMedia(FORCED_COLORS).matches) return matchMedia(LIGHT_SCHEME).matches ? 'highContrastLight' : 'highContrast';
  const named = KINDS.get(document.body.dataset['vscodeThemeKind'] ?? '');
  return named ?? [...KINDS].find(([name]) => document.body.classList.contains(name))?.[1] ?? 'dark';
}

function setRampVariables(): void {
  const { style } = document.documentElement;
  stops().forEach((color, index) => style.setProperty(`--lw-h${index}`, color));
  style.setProperty('--lw-cellline', ramp.value.cellLine);
}

/** What was read of the theme since it last changed: reading a style for every cell of a large map takes seconds. */
const known = new Map<string, string>();

function remember(key: string, read: () => string): string {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = read()));
  return value;
}

/** Colour of a theme variable as a canvas understands it (variables and mixes resolved). */
export function themeColor(variable: string): string {
  return remember(variable, () => {
    const probe = (probeElement ??= addProbe());
    probe.style.color = `var(${variable})`;
    return getComputedStyle(probe).color;
  });
}

/** Font of the page for canvas text: `600 11px Segoe UI`. */
export function canvasFont(sizePx: number, weight: 400 | 600 = 400): string {
  return `${weight} ${sizePx}px ${remember('font-family', () => getComputedStyle(document.body).fontFamily)}`;
}

/** Font of the editor for canvas text: shapes and paths. */
export function canvasMono(sizePx: number): string {
  const family = remember('mono-family', () =>
    getComputedStyle(document.documentElement).getPropertyValue('--vscode-editor-font-family').trim(),
  );
  return `${sizePx}px ${family === '' ? 'monospace' : family}`;
}

let probeElement: HTMLElement | undefined;

function addProbe(): HTMLElement {
  const probe = document.createElement('span');
  probe.hidden = true;
  probe.style.forcedColorAdjust = 'none';
  document.body.append(probe);
  return probe;
}
