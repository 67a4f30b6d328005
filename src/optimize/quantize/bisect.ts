const STEPS = 60;

/** The end of the part of `low … high` on which `holds`, which does not hold again behind it. */
export function bisect(holds: (value: number) => boolean, low: number, high: number): number {
  let [inside, outside] = [low, high];
  for (let step = 0; step < STEPS; step++) {
    const middle = (inside + outside) / 2;
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
  return (inside + outside) / 2;
}
