import { assertNever } from '../base/assertNever';
import { formatSpeedup } from '../base/formatNumber';
import { groupBy } from '../base/groupBy';
import * as l10n from '../base/l10n';
import type { Speedup } from './comparison';
import type { IntegerForms, LayerTiming, NotTimed, Staircase, TimedForm, TimedWidth } from './layerTiming';

/** `2.41× faster`, or why nothing can be said. */
export function speedText({ verdict, median }: Speedup): string {
  switch (verdict) {
    case 'faster':
    case 'slower':
      return formatSpeedup(median);
    case 'no measurable difference':
      return l10n.t('no measurable difference');
    case 'too noisy':
      return l10n.t('too noisy');
    default:
      return assertNever(verdict);
  }
}

/** Every form that was timed, with what it is called in a table. */
export function titledForms({ original, int8, staircases }: LayerTiming): readonly (readonly [string, TimedForm])[] {
  const integers: readonly (readonly [string, TimedForm])[] =
    int8 === undefined || 'why' in int8
      ? []
      : [
          [l10n.t('INT8 alone'), int8.alone],
          [l10n.t('INT8 inside'), int8.between],
        ];
  const widths = staircases.flatMap(stairs => {
    if ('why' in stairs) return [];
    const titleOf = (channels: number) =>
      stairs.side === 'output' ? l10n.t('{0} channels', channels) : l10n.t('{0} input channels', channels);
    return stairs.widths.map(({ channels, form }) => [titleOf(channels), form] as const);
  });
  return [[l10n.t('as it is'), original], ...integers, ...widths];
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
  if (!ranInIntegers) {
    return l10n.t('In INT8 the runtime finds no integer kernel for it: it computes in floating point between conversions.');
  }
  const text = (speedup: Speedup | undefined): string => (speedup === undefined ? '' : speedText(speedup));
  return l10n.t(
    'INT8 inside, between integer layers: {0}. Alone, with conversions at its borders: {1}.',
    text(between.speedup),
    text(alone.speedup),
  );
}

/** Where the time falls with fewer channels, and which channels are for nothing. */
export function staircaseSentence({ side, widths }: Staircase): string {
  const steps = [...groupBy(widths, ({ step }) => step).values()];
  const beside = widths.filter(({ slowerThan }) => slowerThan !== undefined);
  const what = side === 'output' ? l10n.t('output channels') : l10n.t('input channels');
  const flat = steps.filter(({ length }) => length > 1).map(step => l10n.t('{0} take the same time', rangeText(step)));
  const cliffs = beside.map(({ channels, slowerThan }) => l10n.t('{0} take more time than {1}', channels, slowerThan ?? ''));
  if (steps.length === 1 && cliffs.length === 0) return l10n.t('Its time does not depend on its {0} here: {1}.', what, flat.join(''));
  const found = [...flat, ...cliffs];
  if (found.length === 0) return l10n.t('Its time follows its {0}: no two widths take the same time.', what);
  return l10n.t('Of its {0} {1}.', what, found.join('; '));
}

function rangeText(step: readonly TimedWidth[]): string {
  return l10n.t('{0} to {1}', step[0]?.channels ?? '', step.at(-1)?.channels ?? '');
}
