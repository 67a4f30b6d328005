/** A horizontal band of the timeline, CSS pixels from the top of the figure. */
interface Track {
  readonly top: number;
  readonly height: number;
}

export interface TimelineTracks {
  readonly memory: Track;
  readonly groups: readonly Track[];
  readonly kernels: Track;
  readonly flame: readonly Track[];
  readonly operators: readonly Track[];
  readonly axis: Track;
  /** Tops of the headings above memory, kernels and operators. */
  readonly headings: readonly [number, number, number];
  readonly height: number;
  /** Left edge of the time axis and its right end. */
  readonly left: number;
  readonly right: number;
}

interface Counts {
  readonly groups: number;
  readonly flame?: number;
  readonly operators: number;
}

const HEADING = 24;
const GROUP = 18;
const KERNEL = 30;
const OPERATOR = 19;
const AXIS = 22;
const GAP = 12;
const LEAST_MEMORY = 110;
const MEMORY_HEADING = 30;
const LEGEND_LINES = 40;
const NARROW = 520;

/** Memory takes the height that the other tracks leave, but never so little that nothing could be read. */
export function timelineTracks(width: number, height: number, { groups, flame = 0, operators }: Counts): TimelineTracks {
  const isNarrow = width < NARROW;
  // The legend of the memory takes lines of its own.
  const first = MEMORY_HEADING + (isNarrow ? LEGEND_LINES : 0);
  const others = first + 2 * HEADING + 2 * GAP + groups * GROUP + KERNEL + flame * GROUP + operators * OPERATOR + AXIS;
  const memory = { top: first, height: Math.max(LEAST_MEMORY, height - others) };
  const kernelHeading = memory.top + memory.height + GAP;
  const firstGroup = kernelHeading + HEADING;
  const kernels = { top: firstGroup + groups * GROUP, height: KERNEL };
  const operatorHeading = kernels.top + KERNEL + flame * GROUP + GAP;
  const firstOperator = operatorHeading + HEADING;
  const axis = { top: firstOperator + operators * OPERATOR, height: AXIS };
  return {
    ...{ memory, kernels, axis },
    groups: Array.from({ length: groups }, (_, index) => ({ top: firstGroup + index * GROUP, height: GROUP - 1 })),
    flame: Array.from({ length: flame }, (_, depth) => ({ top: kernels.top + KERNEL + 1 + depth * GROUP, height: GROUP - 1 })),
    operators: Array.from({ length: operators }, (_, index) => ({ top: firstOperator + index * OPERATOR, height: OPERATOR - 4 })),
    headings: [0, kernelHeading, operatorHeading],
    height: axis.top + AXIS,
    left: isNarrow ? 58 : 108,
    right: Math.max(0, width - 14),
  };
}
