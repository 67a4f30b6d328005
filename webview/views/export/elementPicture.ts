import { drawingOn } from '../page/useDrawing';
import type { SvgSurface } from '../../draw/svgSurface';
import { shorten } from '../../draw/shorten';
import { TextFitter } from '../../draw/textFitter';

/** Controls say nothing in a picture; twins of canvases are for screen readers. */
const LEFT_OUT =
  'vscode-single-select,vscode-button,vscode-textfield,input,select,.icon-button,.segments,.graph-controls,.visually-hidden,[data-no-picture],[aria-hidden="true"].codicon';

/** Where an element of the page lies, relative to what a picture is made of. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Draws an element of the page with all that is in it, as it is on screen: areas, borders, texts, drawings on canvases and in SVG. */
export function drawElement(surface: SvgSurface, root: HTMLElement): void {
  const origin = root.getBoundingClientRect();
  const placeOf = (box: DOMRect): Place => ({ x: box.x - origin.x, y: box.y - origin.y, width: box.width, height: box.height });
  surface.save();
  clipTo(surface, { x: 0, y: 0, width: origin.width, height: origin.height });
  drawInto(surface, root, placeOf, new TextFitter(surface));
  surface.restore();
}

type PlaceOf = (box: DOMRect) => Place;

function drawInto(surface: SvgSurface, element: Element, placeOf: PlaceOf, fitter: TextFitter): void {
  if (element.matches(LEFT_OUT)) return;
  const style = getComputedStyle(element);
  const place = placeOf(element.getBoundingClientRect());
  if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0') return;
  if (element instanceof HTMLCanvasElement) {
    drawCanvas(surface, element, place);
    return;
  }
  if (element instanceof SVGSVGElement) {
    surface.save();
    surface.translate(place.x, place.y);
    surface.copy(element);
    surface.restore();
    return;
  }
  const isClipped = style.overflowX !== 'visible' || style.overflowY !== 'visible';
  if (isClipped && (place.width < 2 || place.height < 2)) return;
  drawArea(surface, place, style);
  surface.save();
  if (isClipped) clipTo(surface, place);
  for (const child of element.childNodes) {
    if (child instanceof Text) drawText(surface, child, style, placeOf, fitter);
    else if (child instanceof Element) drawInto(surface, child, placeOf, fitter);
  }
  surface.restore();
}

function clipTo(surface: SvgSurface, { x, y, width, height }: Place): void {
  surface.beginPath();
  surface.rect(x, y, width, height);
  surface.clip();
}

/** The same drawing again; as pixels where nobody knows how it was made. */
function drawCanvas(surface: SvgSurface, canvas: HTMLCanvasElement, { x, y, width }: Place): void {
  const drawing = drawingOn(canvas);
  if (canvas.width === 0 || canvas.height === 0) return;
  surface.save();
  surface.translate(x, y);
  if (drawing === undefined) {
    surface.scale(width / canvas.width, width / canvas.width);
    surface.drawImage(canvas, 0, 0);
  } else surface.nested(drawing.width, drawing.height, inner => drawing.draw(inner));
  surface.restore();
}

function drawArea(surface: SvgSurface, { x, y, width, height }: Place, style: CSSStyleDeclaration): void {
  if (isSeen(style.backgroundColor)) {
    surface.fillStyle = style.backgroundColor;
    surface.beginPath();
    surface.roundRect(x, y, width, height, Number.parseFloat(style.borderTopLeftRadius) || 0);
    surface.fill();
  }
  const sides = [
    [style.borderTopWidth, style.borderTopStyle, style.borderTopColor, x, y, x + width, y],
    [style.borderRightWidth, style.borderRightStyle, style.borderRightColor, x + width, y, x + width, y + height],
    [style.borderBottomWidth, style.borderBottomStyle, style.borderBottomColor, x, y + height, x + width, y + height],
    [style.borderLeftWidth, style.borderLeftStyle, style.borderLeftColor, x, y, x, y + height],
  ] as const;
  for (const [thickness, kind, color, x0, y0, x1, y1] of sides) {
    const lineWidth = Number.parseFloat(thickness) || 0;
    if (lineWidth === 0 || kind === 'none' || !isSeen(color)) continue;
    line(surface, color, lineWidth, [x0, y0, x1, y1]);
  }
}

function line(surface: SvgSurface, color: string, width: number, [x0, y0, x1, y1]: readonly [number, number, number, number]): void {
  surface.strokeStyle = color;
  surface.lineWidth = width;
  surface.beginPath();
  surface.moveTo(x0, y0);
  surface.lineTo(x1, y1);
  surface.stroke();
}

function isSeen(color: string): boolean {
  return color !== '' && color !== 'transparent' && !/[,/]\s*0\)$/.test(color);
}

/** Word by word, so that a text of several lines keeps them; what does not fit its line is shortened as on screen. */
function drawText(surface: SvgSurface, text: Text, style: CSSStyleDeclaration, placeOf: PlaceOf, fitter: TextFitter): void {
  const lines = linesOf(text);
  const room = text.parentElement?.getBoundingClientRect();
  surface.font = `${style.fontStyle === 'italic' ? 'italic ' : ''}${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  surface.textAlign = 'left';
  for (const { content, box } of lines) {
    const place = placeOf(box);
    const isShortened = style.textOverflow === 'ellipsis' && room !== undefined;
    const shown = isShortened ? shorten(fitter, content, room.right - box.x) : content;
    surface.fillStyle = style.color;
    // Ascenders take about four fifths of a line of text.
    surface.fillText(shown, place.x, place.y + place.height * 0.78);
  }
}

interface TextLine {
  readonly content: string;
  readonly box: DOMRect;
}

function linesOf(text: Text): readonly TextLine[] {
  const range = document.createRange();
  const lines: TextLine[] = [];
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const box = range.getBoundingClientRect();
    const last = lines.at(-1);
    if (box.width === 0) continue;
    if (last !== undefined && Math.abs(last.box.y - box.y) < 1)
      lines[lines.length - 1] = {
        content: `${last.content} ${word}`,
        box: new DOMRect(last.box.x, last.box.y, box.right - last.box.x, box.height),
      };
    else lines.push({ content: word, box });
  }
  return lines;
}
