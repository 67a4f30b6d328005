import { escapeMarkup } from '../../src/shared/base/escapeMarkup';
import { plainColor } from './plainColor';

/** Elements that draw or hold something; all others (titles, focus targets) are left out. */
const COPIED = new Set(['svg', 'g', 'rect', 'circle', 'line', 'path', 'text', 'tspan']);
const GEOMETRY = 'x y width height cx cy r rx ry x1 y1 x2 y2 dx dy d transform viewBox'.split(' ');

/** An element of SVG on the page with what is in it, as markup that needs no style sheet: colours, lines and fonts are as they are on screen. */
export function copySvg(element: Element): string {
  const tag = element.tagName.toLowerCase();
  const style = getComputedStyle(element);
  if (!COPIED.has(tag) || style.display === 'none' || style.visibility === 'hidden') return '';
  const isText = tag === 'text' || tag === 'tspan';
  const content = Array.from(element.childNodes, child => {
    if (child instanceof Element) return copySvg(child);
    return isText ? escapeMarkup(child.textContent ?? '') : '';
  });
  const paint = tag === 'svg' || tag === 'g' ? '' : paintAttributes(style);
  return `<${tag}${geometry(element)}${paint}${isText ? textAttributes(style) : ''}${opacity(style)}>${content.join('')}</${tag}>`;
}

function geometry(element: Element): string {
  return GEOMETRY.map(name => attribute(name, element.getAttribute(name) ?? '')).join('');
}

function paintAttributes({ fill, fillOpacity, stroke, strokeOpacity, strokeWidth, strokeDasharray }: CSSStyleDeclaration): string {
  const isStroked = stroke !== 'none';
  return [
    ...colored('fill', fill, fillOpacity),
    ...(isStroked ? colored('stroke', stroke, strokeOpacity) : []),
    ...(isStroked ? [attribute('stroke-width', String(Number.parseFloat(strokeWidth) || 1))] : []),
    ...(isStroked && strokeDasharray !== 'none' ? [attribute('stroke-dasharray', strokeDasharray.replaceAll('px', ''))] : []),
  ].join('');
}

function colored(name: 'fill' | 'stroke', paint: string, alpha: string): readonly string[] {
  if (paint === 'none') return [attribute(name, 'none')];
  const { hex, opacity: own } = plainColor(paint);
  const whole = Math.round(own * Number(alpha) * 1000) / 1000;
  return [attribute(name, hex), ...(whole === 1 ? [] : [attribute(`${name}-opacity`, String(whole))])];
}

function textAttributes({ fontFamily, fontSize, fontWeight, textAnchor }: CSSStyleDeclaration): string {
  const anchor = textAnchor === 'start' ? '' : attribute('text-anchor', textAnchor);
  return `${attribute('font-family', fontFamily)}${attribute('font-size', String(Number.parseFloat(fontSize)))}${attribute('font-weight', fontWeight)}${anchor}`;
}

function opacity({ opacity: value }: CSSStyleDeclaration): string {
  return value === '1' ? '' : attribute('opacity', value);
}

function attribute(name: string, value: string): string {
  return value === '' ? '' : ` ${name}="${escapeMarkup(value)}"`;
}
