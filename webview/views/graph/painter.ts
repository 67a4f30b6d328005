import { shorten } from '../../draw/shorten';
import { TextFitter } from '../../draw/textFitter';
import type { Surface } from '../../draw/surface';
import { canvasFont, canvasMono, cellLine, themeColor } from '../../ui/theme';

/** Below this zoom labels vanish, below the other values: then blocks of heat are all that can be read. */
const LABELS_FROM = 0.6;
const VALUES_FROM = 0.45;

/** A canvas in the coordinates of the graph, with what all drawing of boxes needs. */
export interface Painter {
  readonly context: Surface;
  readonly hasLabels: boolean;
  readonly hasValues: boolean;
  readonly colors: PainterColors;
  /** Draws text from its left end, shortened to the room there is; returns its width. */
  text(text: string, x: number, baseline: number, style: TextStyle): number;
  /** Draws text that ends at `right`; returns its width. */
  textEnd(text: string, right: number, baseline: number, style: TextStyle): number;
}

interface PainterColors {
  readonly foreground: string;
  readonly muted: string;
  readonly faint: string;
  readonly hair: string;
  readonly fill: string;
  readonly fill2: string;
  readonly background: string;
  readonly widget: string;
  readonly focus: string;
  readonly cellLine: string;
}

export interface TextStyle {
  readonly size?: number;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly mono?: boolean;
  readonly color?: string;
  readonly room?: number;
}

const fitters = new WeakMap<Surface, TextFitter>();

export function painterOf(context: Surface, zoom: number): Painter {
  const fitter = fitters.get(context) ?? new TextFitter(context);
  fitters.set(context, fitter);
  const colors = readColors();
  const fontOf = ({ size = 12, bold = false, italic = false, mono = false }: TextStyle) =>
    mono ? canvasMono(size) : (italic ? 'italic ' : '') + canvasFont(size, bold ? 600 : 400);
  const prepare = (text: string, style: TextStyle) => {
    context.font = fontOf(style);
    context.fillStyle = style.color ?? colors.foreground;
    return style.room === undefined ? text : shorten(fitter, text, style.room);
  };
  return {
    context,
    hasLabels: zoom >= LABELS_FROM,
    hasValues: zoom >= VALUES_FROM,
    colors,
    text: (text, x, baseline, style) => {
      const shown = prepare(text, style);
      if (shown !== '') context.fillText(shown, x, baseline);
      return fitter.width(shown);
    },
    textEnd: (text, right, baseline, style) => {
      const shown = prepare(text, style);
      const width = fitter.width(shown);
      if (shown !== '') context.fillText(shown, right - width, baseline);
      return width;
    },
  };
}

function readColors(): PainterColors {
  return {
    foreground: themeColor('--vscode-foreground'),
    muted: themeColor('--lw-muted'),
    faint: themeColor('--lw-faint'),
    hair: themeColor('--lw-hair'),
    fill: themeColor('--lw-fill'),
    fill2: themeColor('--lw-fill2'),
    background: themeColor('--vscode-editor-background'),
    widget: themeColor('--vscode-editorWidget-background'),
    focus: themeColor('--vscode-focusBorder'),
    cellLine: cellLine(),
  };
}
