import type { Unit } from './units';

/** Units that belong together: a residual block, a repeated sequence, a transformer layer. */
export interface Block {
  readonly start: number;
  readonly end: number;
  readonly token: string;
  /** False for a unit that repeats nothing and is repeated by nothing. */
  readonly isRepeated: boolean;
}

const LONGEST_SEQUENCE = 6;
const FEWEST_REPEATS = 3;
const MOST_HALVES = 4;

/**
 * Blocks out of units (design spec 4.16, step 3): units with several weighted nodes; single ones that spell such a unit; sequences of single ones
 * repeated at least three times. Then two to four different blocks that repeat with equal output shapes become one (attention and MLP).
 * @param shapeAt text of the shape of what leaves a stretch that ends before a position; `undefined` when unknown
 */
export function findBlocks(units: readonly Unit[], shapeAt: (end: number) => string | undefined): readonly Block[] {
  const known = new Set(units.map(({ token }) => token).filter(token => token.length > 1));
  const blocks: Block[] = [];
  for (let index = 0; index < units.length;) {
    const unit = units[index];
    if (unit === undefined) break;
    const length = unit.token.length > 1 ? 1 : (spelled(units, index, known) ?? 0);
    const sequence =
      length > 0
        ? { length, repeats: 1 }
        : repeatedFrom(
            units.map(({ token }) => token),
            index,
            isSingle,
          );
    if (sequence === undefined) {
      blocks.push({ ...unit, isRepeated: false });
      index++;
      continue;
    }
    for (let repeat = 0; repeat < sequence.repeats; repeat++, index += sequence.length) blocks.push(merged(units, index, sequence.length));
  }
  return joinHalves(blocks, shapeAt);
}

function isSingle(token: string): boolean {
  return token.length === 1;
}

function merged(
  units: readonly { readonly start: number; readonly end: number; readonly token: string }[],
  from: number,
  length: number,
): Block {
  const parts = units.slice(from, from + length);
  return { start: parts[0]?.start ?? 0, end: parts.at(-1)?.end ?? 0, token: parts.map(({ token }) => token).join(''), isRepeated: true };
}

/** How many single units from `index` on spell the longest known token; the stride-2 blocks of MobileNetV2 have no residual to hold them together. */
function spelled(units: readonly Unit[], index: number, known: ReadonlySet<string>): number | undefined {
  let token = '';
  let longest: number | undefined;
  for (let next = index; next < units.length && units[next]?.token.length === 1; next++) {
    token += units[next]?.token ?? '';
    if (known.has(token)) longest = next - index + 1;
    if (token.length > LONGEST_SEQUENCE) break;
  }
  return longest;
}

/** The sequence of 1–6 from `index` on that is repeated at least three times in a row and covers most; the shorter one of equals. */
function repeatedFrom(
  tokens: readonly string[],
  index: number,
  allows: (token: string) => boolean,
): { readonly length: number; readonly repeats: number } | undefined {
  let best: { readonly length: number; readonly repeats: number } | undefined;
  for (let length = 1; length <= LONGEST_SEQUENCE; length++) {
    const sequence = tokens.slice(index, index + length);
    if (sequence.length < length || !sequence.every(allows)) break;
    let repeats = 1;
    while (sequence.every((token, offset) => tokens[index + repeats * length + offset] === token)) repeats++;
    if (repeats >= FEWEST_REPEATS && repeats * length > (best === undefined ? 0 : best.length * best.repeats)) best = { length, repeats };
  }
  return best;
}

function joinHalves(blocks: readonly Block[], shapeAt: (end: number) => string | undefined): readonly Block[] {
  const keys = blocks.map(({ token, end }) => `${token} ${shapeAt(end) ?? `unknown ${String(end)}`}`);
  const joined: Block[] = [];
  for (let index = 0; index < blocks.length;) {
    const sequence = halvesFrom(blocks, keys, index, shapeAt);
    if (sequence === undefined) {
      joined.push(blocks[index]!);
      index++;
    } else
      for (let repeat = 0; repeat < sequence.repeats; repeat++, index += sequence.length)
        joined.push(merged(blocks, index, sequence.length));
  }
  return joined;
}

function halvesFrom(
  blocks: readonly Block[],
  keys: readonly string[],
  index: number,
  shapeAt: (end: number) => string | undefined,
): { readonly length: number; readonly repeats: number } | undefined {
  for (let length = 2; length <= MOST_HALVES; length++) {
    const sequence = keys.slice(index, index + length);
    const parts = blocks.slice(index, index + length);
    const isMixed = new Set(sequence).size > 1 && new Set(parts.map(({ end }) => shapeAt(end))).size === 1;
    if (sequence.length < length || !isMixed || !parts.every(({ token }) => token.length > 1)) continue;
    let repeats = 1;
    while (sequence.every((key, offset) => keys[index + repeats * length + offset] === key)) repeats++;
    if (repeats >= FEWEST_REPEATS) return { length, repeats };
  }
  return undefined;
}
