import type { Rectangle } from '../../layout/rectangle';
import type { Dot } from './rooflineFrame';

/** A label of a dot: where its text begins, and where its leader line ends. */
export interface PlacedLabel {
  readonly dot: Dot;
  readonly x: number;
  readonly y: number;
}

const LINE = 14;
/** Directions from a dot to its label, near ones first. */
const PLACES: readonly (readonly [number, number])[] = [
  [12, 4],
  [26, 46],
  [26, -40],
  [40, 80],
  [-1, 46],
  [-1, -40],
];

interface Room {
  readonly dots: readonly Dot[];
  /** Directions to try before the usual ones. */
  readonly places?: readonly (readonly [number, number])[];
  /** Directions to try after the usual ones. */
  readonly farPlaces?: readonly (readonly [number, number])[];
  /** Other text that must stay readable. */
  readonly texts: readonly Rectangle[];
  /** Gets a label even where it covers something. */
  readonly always: Dot | undefined;
  readonly widthOf: (dot: Dot) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Labels for as many of the wanted dots, in order, as find a place where they cover no dot and no other text. */
export function placeLabels(wanted: readonly Dot[], room: Room): readonly PlacedLabel[] {
  const taken: Rectangle[] = [
    ...room.dots.map(({ x, y, radius }) => ({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius })),
    ...room.texts,
  ];
  const labels: PlacedLabel[] = [];
  for (const dot of wanted) {
    const width = room.widthOf(dot);
    const places = [...(room.places ?? []), ...PLACES, ...(room.farPlaces ?? [])].map(([dx, dy]) => ({
      x: dx < 0 ? dot.x - width - 26 : dot.x + (dy === 4 ? dot.radius - 2 : 0) + dx,
      y: dot.y + dy,
    }));
    const inside = places.filter(({ x, y }) => x >= room.left && x + width <= room.right && y - LINE >= room.top && y + 4 <= room.bottom);
    const free = inside.find(({ x, y }) => !taken.some(other => overlaps({ x, y: y - LINE + 3, width, height: LINE }, other)));
    const place = free ?? (dot === room.always ? (inside[1] ?? inside[0]) : undefined);
    if (place === undefined) continue;
    labels.push({ dot, ...place });
    taken.push({ x: place.x, y: place.y - LINE + 3, width, height: LINE });
  }
  return labels;
}

function overlaps(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
