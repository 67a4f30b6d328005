import * as l10n from '@vscode/l10n';
import { formatDuration, formatShare } from '../../../src/shared/base/formatNumber';
import type { ModelState, PageAction } from '../../../src/shared/protocol/hostWebview';
import { doubtsOf } from '../../../src/shared/report/doubtsOf';
import { isNoisy } from '../../../src/shared/report/isNoisy';
import type { Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import { threadsText } from '../../../src/shared/report/threadsText';
import { wideInterval } from '../../../src/shared/report/wideInterval';
import { operatorsOf } from '../model/operatorsOf';

/** What a reader of the times should know first, and what can be done about it. */
export interface ProfileRemark {
  readonly kind: 'info' | 'warning';
  readonly text: string;
  readonly title: string;
  readonly action: PageAction | undefined;
}

/** Models that run shorter are hardly told apart from each other. */
const TINY_MS = 0.1;
/** What can be told apart in times of the system's clock, which a run costs as well. */
const SMALLEST_DIFFERENCE_MS = 0.002;
/** Operators whose work depends on the values that they are given. */
const DATA_DEPENDENT: ReadonlySet<string> = new Set(['NonZero', 'Loop', 'If', 'Scan', 'NonMaxSuppression', 'Unique', 'Compress']);
const MOST_OPERATORS = 3;

/** Where the times are from comes before how good they are; one remark at a time. `undefined` where nothing is to be said. */
export function profileRemark(
  state: Pick<ModelState, 'profile' | 'profileIsStale' | 'profileIsPartial' | 'model'>,
): ProfileRemark | undefined {
  const { profile, profileIsStale, profileIsPartial, model } = state;
  if (profile === undefined || model === undefined || profileIsPartial) return undefined;
  if (profileIsStale) return otherShape(profile, model);
  return elsewhere(profile) ?? noisy(profile) ?? tiny(profile) ?? randomInputs(profile, model);
}

function otherShape({ environment, inputShapes }: Profile, { analysis }: ModelView): ProfileRemark {
  const changed = analysis.dims.find(({ name, value }) => value !== undefined && (environment.dims[name] ?? value) !== value);
  const text =
    changed === undefined
      ? l10n.t(
          'Measured with {0}. No time for these shapes yet.',
          Object.values(inputShapes)
            .map(shape => shape.join('×'))
            .join(', '),
        )
      : l10n.t(
          'Measured with {0}. No time for {1} yet.',
          `${changed.name} ${environment.dims[changed.name] ?? ''}`,
          `${changed.name} ${changed.value ?? ''}`,
        );
  return { kind: 'warning', text, title: l10n.t('Run'), action: { kind: 'profile' } };
}

function elsewhere({ environment: { imported, cpu, threads } }: Profile): ProfileRemark | undefined {
  if (imported === undefined) return undefined;
  const where = [cpu === 'unknown' ? imported : cpu, ...(Number.isFinite(threads) ? [threadsText(threads)] : [])].join(', ');
  const text = l10n.t('These results are from another machine ({0}).', where);
  return { kind: 'warning', text, title: l10n.t('Profile Here'), action: { kind: 'profile' } };
}

function noisy({ latency }: Profile): ProfileRemark | undefined {
  const { medianMs, lowMs, highMs } = latency;
  if (!isNoisy(latency)) return undefined;
  const halfWidth = (highMs - lowMs) / 2 / medianMs;
  const others = doubtsOf(latency).filter(doubt => doubt !== wideInterval(halfWidth));
  const text = [l10n.t('The interval is ±{0}.', formatShare(halfWidth, 0)), ...others].join(' ');
  return { kind: 'warning', text, title: l10n.t('Run Longer'), action: { kind: 'profileLonger' } };
}

function tiny({ latency: { medianMs, lowMs, highMs } }: Profile): ProfileRemark | undefined {
  if (medianMs >= TINY_MS) return undefined;
  const difference = formatDuration(Math.max(highMs - lowMs, SMALLEST_DIFFERENCE_MS));
  const text = l10n.t('The model runs in {0}. Differences under about {1} cannot be seen.', formatDuration(medianMs), difference);
  return { kind: 'info', text, title: '', action: undefined };
}

function randomInputs({ environment: { inputs } }: Profile, model: ModelView): ProfileRemark | undefined {
  if (inputs !== 'synthetic') return undefined;
  const operators = [...operatorsOf(model)].filter(op => DATA_DEPENDENT.has(op)).slice(0, MOST_OPERATORS);
  if (operators.length === 0) return undefined;
  const text = l10n.t('Inputs are random. Times can differ where work depends on the data ({0}).', operators.join(', '));
  return { kind: 'info', text, title: l10n.t('Choose Inputs…'), action: { kind: 'chooseCalibrationFolder' } };
}
