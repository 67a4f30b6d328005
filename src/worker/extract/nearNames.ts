const MOST = 3;
/** Longer names are compared by their beginnings: what is typed by hand is not longer. */
const LONGEST = 80;

/** Up to three of `names` that may be meant by `name`: the same but for case, else those that the fewest edits make of it. */
export function nearNames(name: string, names: Iterable<string>): readonly string[] {
  const wanted = name.toLowerCase().slice(0, LONGEST);
  const most = Math.max(1, Math.floor(wanted.length / 4));
  const near: { readonly name: string; readonly distance: number }[] = [];
  for (const candidate of new Set(names)) {
    const other = candidate.toLowerCase().slice(0, LONGEST);
    if (candidate === '' || Math.abs(other.length - wanted.length) > most) continue;
    const distance = editDistance(wanted, other);
    if (distance <= most) near.push({ name: candidate, distance });
  }
  const best = Math.min(...near.map(({ distance }) => distance));
  return near.flatMap(({ name: found, distance }) => (distance === best ? [found] : [])).slice(0, MOST);
}

/** Insertions, deletions and replacements between two texts (Levenshtein 1966; Wagner and Fischer 1974). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
