/** Controls that a page offers; what stands in for a drawing is hidden from sight on purpose. */
const CONTROLS =
  'a[href], button, input, select, textarea, [tabindex="0"], vscode-button, vscode-single-select, vscode-checkbox, vscode-radio';

const name = (element: Element) =>
  `${element.localName}.${element.getAttribute('class') ?? ''} "${element.textContent.trim().slice(0, 30)}"`;

/** What does not fit on the page as it is shown, in words: sideways overflow, controls out of reach, text that is cut off, covered or written over. */
export function layoutProblems(): readonly string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  const wide = scrollWidth > clientWidth ? [`the page is ${scrollWidth - clientWidth} px too wide`] : [];
  const controls = [...document.querySelectorAll(CONTROLS)].filter(isShown).flatMap(controlProblem);
  const texts = textNodes().flatMap(textProblem);
  const labels = [...document.querySelectorAll('svg')].filter(isShown).flatMap(overlappingLabels);
  return [...new Set([...wide, ...controls, ...texts, ...labels])];
}

/** Rounding of letters: texts that touch by less can be read. */
const TOUCH_PX = 1;

/** Texts of a drawing that stand over each other. */
function overlappingLabels(drawing: SVGSVGElement): readonly string[] {
  const labels = [...drawing.querySelectorAll('text')].filter(({ textContent }) => textContent.trim() !== '');
  const boxes = labels.map(label => label.getBoundingClientRect());
  const overlap = (a: DOMRect, b: DOMRect) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > TOUCH_PX &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2 * TOUCH_PX;
  return labels.flatMap((label, index) =>
    labels.slice(index + 1).flatMap((other, offset) => {
      const [a, b] = [boxes[index], boxes[index + 1 + offset]];
      return a !== undefined && b !== undefined && overlap(a, b) ? [`overlap: ${name(label)} and ${name(other)}`] : [];
    }),
  );
}

function isShown(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true }) && element.closest('.visually-hidden') === null;
}

/** Where somebody can point at, at least. */
const REACH_PX = 16;

function controlProblem(control: Element): readonly string[] {
  control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const { left, right, top, bottom, width, height } = control.getBoundingClientRect();
  const shownWidth = Math.min(right, innerWidth) - Math.max(left, 0);
  const shownHeight = Math.min(bottom, innerHeight) - Math.max(top, 0);
  const isReached = shownWidth >= Math.min(width - 1, REACH_PX) && shownHeight >= Math.min(height - 1, REACH_PX);
  return width >= 1 && height >= 1 && isReached ? [] : [`out of reach: ${name(control)}`];
}

function textNodes(): readonly Text[] {
  const found: Text[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof Text && node.data.trim() !== '' && node.parentElement !== null && isShown(node.parentElement)) found.push(node);
  }
  return found;
}

function textProblem(text: Text): readonly string[] {
  const parent = text.parentElement;
  if (parent === null) return [];
  const range = document.createRange();
  range.selectNodeContents(text);
  return [...range.getClientRects()].flatMap(rect => cutBy(parent, rect) ?? coveredBy(parent, rect) ?? []);
}

/** A box that hides its overflow with an ellipsis or scrolls is no problem; one that cuts in the middle of a word is. */
function cutBy(element: Element, { left, right }: DOMRect): string | undefined {
  for (let box: Element | null = element; box !== null; box = box.parentElement) {
    const { overflowX, textOverflow } = getComputedStyle(box);
    if (textOverflow === 'ellipsis' || overflowX === 'auto' || overflowX === 'scroll') return undefined;
    const edge = box.getBoundingClientRect();
    if (overflowX === 'hidden' && (right > edge.right + 1 || left < edge.left - 1)) return `cut off by ${name(box)}: ${name(element)}`;
  }
  return undefined;
}

function coveredBy(element: Element, { left, top, width, height }: DOMRect): string | undefined {
  const [x, y] = [left + width / 2, top + height / 2];
  if (isScrolledAway(element, x, y)) return undefined;
  const over = document.elementFromPoint(x, y);
  if (over === null || over.contains(element) || element.contains(over) || over.matches('canvas, .overlay, .overlay *')) return undefined;
  if (isSticky(over)) return undefined;
  return `covered by ${name(over)}: ${name(element)}`;
}

/** Heads of tables stand over the rows that scroll below them. */
function isSticky(element: Element): boolean {
  for (let box: Element | null = element; box !== null; box = box.parentElement)
    if (getComputedStyle(box).position === 'sticky') return true;
  return false;
}

function isScrolledAway(element: Element, x: number, y: number): boolean {
  for (let box: Element | null = element; box !== null; box = box.parentElement) {
    if (getComputedStyle(box).overflowY === 'visible') continue;
    const { left, right, top, bottom } = box.getBoundingClientRect();
    if (x < left || x > right || y < top || y > bottom) return true;
  }
  return false;
}
