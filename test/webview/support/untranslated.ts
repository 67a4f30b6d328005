/** Attributes that are shown or spoken; those of the controls of VS Code are properties as well. */
const SPOKEN = ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'label', 'alt'] as const;
/** A sentence may go through several nodes of one of these; none goes on into the next one. */
const BLOCKS = 'p, li, td, th, h1, h2, h3, div, dt, dd, button, figcaption, text, [role]';
const WORD = /[A-Za-z][a-z]{2,}/g;

/** Words of a text outside the marks of `madeUpLanguage`. */
function wordsOutside(text: string): readonly string[] {
  let depth = 0;
  const outside = Array.from(text, character => {
    if (character === '⟦') depth++;
    if (character === '⟧') depth = Math.max(0, depth - 1);
    return depth === 0 ? character : ' ';
  });
  return outside.join('').match(WORD) ?? [];
}

/** What the page shows or speaks that no translation has gone through, with what it is; `isData` tells words that come from the model or the engine. */
export function untranslated(isData: (word: string) => boolean, painted: readonly string[]): readonly string[] {
  const found = shownTexts(painted).flatMap(([where, text]) => {
    const words = wordsOutside(text).filter(word => !isData(word));
    return words.length === 0 ? [] : [`${where}: “${text.trim()}” (${words.join(' ')})`];
  });
  return [...new Set(found)];
}

/** Numbers with a point, where the language has a comma; `isData` tells versions and names. */
export function foreignNumbers(isData: (text: string) => boolean, painted: readonly string[]): readonly string[] {
  const found = shownTexts(painted).flatMap(([where, text]) => {
    const numbers = (text.match(/(?<![\w./-])\d+\.\d+(?![\w./-])/g) ?? []).filter(number => !isData(number));
    return numbers.length === 0 ? [] : [`${where}: “${text.trim()}” (${numbers.join(' ')})`];
  });
  return [...new Set(found)];
}

function shownTexts(painted: readonly string[]): readonly (readonly [where: string, text: string])[] {
  return [...blockTexts(), ...spokenTexts(), ...painted.map(text => ['canvas', text] as const)];
}

/** The text of each block, that of blocks inside of it left out. */
function blockTexts(): readonly (readonly [string, string])[] {
  const texts = new Map<Element, string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const block = node.parentElement?.closest(BLOCKS) ?? document.body;
    if (node.parentElement?.closest('style, script') === null) texts.set(block, `${texts.get(block) ?? ''} ${node.textContent ?? ''}`);
  }
  return [...texts].map(([block, text]) => [`${block.localName}.${block.getAttribute('class') ?? ''}`, text]);
}

function spokenTexts(): readonly (readonly [string, string])[] {
  return [...document.querySelectorAll('#root *')].flatMap(element =>
    SPOKEN.flatMap(name => {
      const property: unknown = name in element ? Reflect.get(element, name) : undefined;
      const text = element.getAttribute(name) ?? (typeof property === 'string' ? property : '');
      return text === '' ? [] : [[`${element.localName} ${name}`, text] as const];
    }),
  );
}
