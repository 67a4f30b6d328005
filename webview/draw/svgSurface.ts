import { escapeMarkup } from '../../src/shared/base/escapeMarkup';
import { copySvg } from './copySvg';
import { plainColor } from './plainColor';
import type { Surface } from './surface';
import { round, SvgPath } from './svgPath';

type Matrix = readonly [number, number, number, number, number, number];
type Paint = Surface['fillStyle'];

/** What `save` keeps. */
interface State {
  fillStyle: Paint;
  strokeStyle: Paint;
  lineWidth: number;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  dash: readonly number[];
  matrix: Matrix;
  /** Id of the clip path; empty for none. */
  clip: string;
}

const FONT = /^(italic )?(?:(\d+) )?([\d.]+)px (.*)$/;

let ruler: CanvasRenderingContext2D | null | undefined;

/**
 * Writes as SVG what is drawn on it, with colours and fonts as they are. A path keeps the coordinates that it was built in: whoever draws changes the transform
 * before a path or after it, not in between.
 */
export class SvgSurface implements Surface {
  readonly canvas: Surface['canvas'];
  private state: State;
  private readonly saved: State[] = [];
  private readonly path = new SvgPath();
  private readonly pieces: string[] = [];
  private readonly clips: string[] = [];
  /** Transform and clip of the open group of elements. */
  private group = '';

  /** `ratio`: device pixels per CSS pixel, as on the canvas that this stands for. `name` keeps ids of several in one file apart. */
  constructor(
    width: number,
    height: number,
    private readonly name: string,
    private readonly ratio = 1,
  ) {
    this.canvas = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
    this.state = {
      ...{ fillStyle: 'black', strokeStyle: 'black', lineWidth: 1, globalAlpha: 1, font: '10px sans-serif', textAlign: 'start' },
      ...{ dash: [], matrix: [ratio, 0, 0, ratio, 0, 0], clip: '' },
    };
  }

  /** Elements in CSS pixels, to stand in an `svg`. */
  markup(): string {
    const clips = this.clips.length === 0 ? '' : `<defs>${this.clips.join('')}</defs>`;
    return `<g xml:space="preserve" transform="scale(${1 / this.ratio})">${clips}${this.pieces.join('')}${this.groupEnd()}</g>`;
  }

  get fillStyle(): Paint {
    return this.state.fillStyle;
  }
  set fillStyle(paint: Paint) {
    this.state.fillStyle = paint;
  }
  get strokeStyle(): Paint {
    return this.state.strokeStyle;
  }
  set strokeStyle(paint: Paint) {
    this.state.strokeStyle = paint;
  }
  get lineWidth(): number {
    return this.state.lineWidth;
  }
  set lineWidth(width: number) {
    this.state.lineWidth = width;
  }
  get globalAlpha(): number {
    return this.state.globalAlpha;
  }
  set globalAlpha(alpha: number) {
    this.state.globalAlpha = alpha;
  }
  get font(): string {
    return this.state.font;
  }
  set font(font: string) {
    this.state.font = font;
  }
  get textAlign(): CanvasTextAlign {
    return this.state.textAlign;
  }
  set textAlign(align: CanvasTextAlign) {
    this.state.textAlign = align;
  }

  save(): void {
    this.saved.push({ ...this.state });
  }

  restore(): void {
    this.state = this.saved.pop() ?? this.state;
  }

  setTransform(...matrix: [number, number, number, number, number, number]): void {
    this.state.matrix = matrix;
  }

  scale(x: number, y: number): void {
    this.transform([x, 0, 0, y, 0, 0]);
  }

  translate(x: number, y: number): void {
    this.transform([1, 0, 0, 1, x, y]);
  }

  rotate(angle: number): void {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.transform([cos, sin, -sin, cos, 0, 0]);
  }

  setLineDash(segments: number[]): void {
    this.state.dash = segments;
  }

  beginPath(): void {
    this.path.clear();
  }
  closePath(): void {
    this.path.closePath();
  }
  moveTo(x: number, y: number): void {
    this.path.moveTo(x, y);
  }
  lineTo(x: number, y: number): void {
    this.path.lineTo(x, y);
  }
  quadraticCurveTo(controlX: number, controlY: number, x: number, y: number): void {
    this.path.quadraticCurveTo(controlX, controlY, x, y);
  }
  arcTo(x1: number, y1: number, x2: number, y2: number, radius: number): void {
    this.path.arcTo(x1, y1, x2, y2, radius);
  }
  arc(x: number, y: number, radius: number, start: number, end: number): void {
    this.path.arc(x, y, radius, start, end);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.path.rect(x, y, width, height);
  }
  roundRect(x: number, y: number, width: number, height: number, radius = 0): void {
    this.path.roundRect(x, y, width, height, radius);
  }

  fill(): void {
    this.add(`<path d="${this.path.d}"${this.fillAttributes()}/>`);
  }

  stroke(): void {
    this.add(`<path d="${this.path.d}" fill="none"${this.strokeAttributes()}/>`);
  }

  clip(): void {
    const id = `${this.name}-clip${this.clips.length}`;
    const inside = this.state.clip === '' ? '' : ` clip-path="url(#${this.state.clip})"`;
    this.clips.push(
      `<clipPath id="${id}"${inside}><path d="${this.path.d}" transform="matrix(${this.state.matrix.map(round).join(' ')})"/></clipPath>`,
    );
    this.state.clip = id;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.add(`<rect${area(x, y, width, height)}${this.fillAttributes()}/>`);
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.add(`<rect${area(x, y, width, height)} fill="none"${this.strokeAttributes()}/>`);
  }

  measureText(text: string): TextMetrics {
    ruler ??= document.createElement('canvas').getContext('2d');
    if (ruler === null) throw new Error('There is no canvas to measure text on');
    ruler.font = this.state.font;
    return ruler.measureText(text);
  }

  /** As wide as it was measured, whichever font its reader has. */
  fillText(text: string, x: number, y: number): void {
    const anchor = { center: 'middle', right: 'end', end: 'end', left: 'start', start: 'start' }[this.state.textAlign];
    const width = text.length > 1 ? ` textLength="${round(this.measureText(text).width)}" lengthAdjust="spacingAndGlyphs"` : '';
    const align = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
    this.add(
      `<text x="${round(x)}" y="${round(y)}"${align}${width}${fontAttributes(this.state.font)}${this.fillAttributes()}>${escapeMarkup(text)}</text>`,
    );
  }

  drawImage(image: HTMLCanvasElement, x: number, y: number): void {
    this.add(
      `<image x="${round(x)}" y="${round(y)}" width="${image.width}" height="${image.height}" href="${image.toDataURL('image/png')}"/>`,
    );
  }

  /** Draws something in a box of its own with its own origin; whatever it sets ends with it. */
  nested(width: number, height: number, draw: (surface: Surface) => void): void {
    const inner = new SvgSurface(width, height, `${this.name}${this.pieces.length}`, window.devicePixelRatio);
    draw(inner);
    this.add(inner.markup());
  }

  /** A drawing of the page as it is, at the origin. */
  copy(svg: SVGSVGElement): void {
    this.add(copySvg(svg));
  }

  private transform([a, b, c, d, e, f]: Matrix): void {
    const [A, B, C, D, E, F] = this.state.matrix;
    this.state.matrix = [A * a + C * b, B * a + D * b, A * c + C * d, B * c + D * d, A * e + C * f + E, B * e + D * f + F];
  }

  /** Elements with the same transform and clip share a group. */
  private add(element: string): void {
    const { matrix, clip } = this.state;
    const transform = `<g transform="matrix(${matrix.map(value => Math.round(value * 1e5) / 1e5).join(' ')})">`;
    const group = clip === '' ? transform : `<g clip-path="url(#${clip})">${transform}`;
    if (group !== this.group) {
      this.pieces.push(this.groupEnd(), group);
      this.group = group;
    }
    this.pieces.push(element);
  }

  private groupEnd(): string {
    if (this.group === '') return '';
    return this.group.includes('clip-path') ? '</g></g>' : '</g>';
  }

  private fillAttributes(): string {
    return paintAttributes('fill', this.state.fillStyle, this.state.globalAlpha);
  }

  private strokeAttributes(): string {
    const { strokeStyle, lineWidth, globalAlpha, dash } = this.state;
    const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
    return `${paintAttributes('stroke', strokeStyle, globalAlpha)} stroke-width="${round(lineWidth)}"${dashes}`;
  }
}

function area(x: number, y: number, width: number, height: number): string {
  return ` x="${round(Math.min(x, x + width))}" y="${round(Math.min(y, y + height))}" width="${round(Math.abs(width))}" height="${round(Math.abs(height))}"`;
}

function paintAttributes(name: 'fill' | 'stroke', paint: Paint, alpha: number): string {
  if (typeof paint !== 'string') return ` ${name}="none"`;
  const { hex, opacity } = plainColor(paint);
  const whole = Math.round(opacity * alpha * 1000) / 1000;
  return ` ${name}="${hex}"${whole === 1 ? '' : ` ${name}-opacity="${whole}"`}`;
}

function fontAttributes(font: string): string {
  const [, italic, weight, size, family = 'sans-serif'] = FONT.exec(font) ?? [];
  const style = italic === undefined ? '' : ' font-style="italic"';
  const bold = weight === undefined || weight === '400' ? '' : ` font-weight="${weight}"`;
  return ` font-family="${escapeMarkup(family)}" font-size="${size ?? 10}"${style}${bold}`;
}
