import { formatSpeedup } from '../base/formatNumber';
import { groupBy } from '../base/groupBy';
import type { Speedup } from './comparison';
import type { IntegerForms, LayerTiming, NotTimed, Staircase, TimedForm, TimedWidth } from './layerTiming';

/** `2.41× faster`, or why nothing can be said. */
export function speedText({ verdict, median }: Speedup): string {
  return verdict === 'faster' || verdict === 'slower' ? formatSpeedup(median) : verdict;
}

/** Every form that was timed, with what it is called in a table. */
export function titledForms({ original, int8, staircases }: LayerTiming): readonly (readonly [string, TimedForm])[] {
  const integers: readonly (readonly [string, TimedForm])[] =
    int8 === undefined || 'why' in int8
      ? []
      : [
          ['INT8 alone', int8.alone],
          ['INT8 inside', int8.between],
        ];
  const widths = staircases.flatMap(stairs => {
    if ('why' in stairs) return [];
    return stairs.widths.map(({ channels, form }) => [`${channels} ${stairs.side === 'output' ? '' : 'input '}channels`, form] as const);
  });
  return [['as it is', original], ...integers, ...widths];
}

/** What the forms say, one sentence each. */
export function timingSentences({ original, int8, staircases, notes }: LayerTiming): readonly string[] {
  return [
    ...(int8 === undefined ? [] : [integerSentence(int8)]),
    ...staircases.map(stairs => ('why' in stairs ? stairs.why : staircaseSentence(stairs))),
    ...(original.roofNote === undefined ? [] : [original.roofNote]),
    ...notes,
  ];
}

/** What eight-bit integers bring, with and without the conversions at the borders. */
export function integerSentence(int8: IntegerForms | NotTimed): string {
  if ('why' in int8) return int8.why;
  const { alone, between, ranInIntegers } = int8;
  if (!ranInIntegers) return 'In INT8 the runtime finds no integer kernel for it: it computes in floating point between conversions.';
  const text = (speedup: Speedup | undefined): string => (speedup === undefined ? '' : speedText(speedup));
  return `INT8 inside, between integer layers: ${text(between.speedup)}. Alone, with conversions at its borders: ${text(alone.speedup)}.`;
}

/** Where the time falls with fewer channels, and which channels are for nothing. */
export function staircaseSentence({ side, widths }: Staircase): string {
  const steps = [...groupBy(widths, ({ step }) => step).values()];
  const beside = widths.filter(({ slowerThan }) => slowerThan !== undefined);
  const what = side === 'output' ? 'output channels' : 'input channels';
  const flat = steps.filter(({ length }) => length > 1).map(step => `${rangeText(step)} take the same time`);
  const cliffs = beside.map(({ channels, slowerThan }) => `${channels} take more time than ${slowerThan ?? ''}`);
  if (steps.length === 1 && cliffs.length === 0) return `Its time does not depend on its ${what} here: ${flat.join('')}.`;
  const found = [...flat, ...cliffs];
  if (found.length === 0) return `Its time follows its ${what}: no two widths take the same time.`;
  return `Of its ${what} ${found.join('; ')}.`;
}

function rangeText(step: readonly TimedWidth[]): string {
  return `${step[0]?.channels ?? ''} to ${step.at(-1)?.channels ?? ''}`;
}
