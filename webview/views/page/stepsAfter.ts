import * as l10n from '@vscode/l10n';
import type { PageAction } from '../../../src/shared/protocol/hostWebview';
import type { ErrorInfo } from '../../../src/shared/report/layerwiseError';
import type { Reason } from '../../../src/shared/report/reason';

interface Step {
  readonly title: string;
  readonly action: PageAction;
}

/** Reasons that lie in the bytes of the file. */
const DAMAGE: ReadonlySet<Reason> = new Set([
  'truncated',
  'corrupt',
  'not-a-model',
  'wrong-format',
  'text-file',
  'lfs-pointer',
  'empty-file',
]);
/** Reasons for which the runtime refuses a node. */
const REFUSALS: ReadonlySet<Reason> = new Set(['unknown-operator', 'unsupported-type', 'unsupported-opset']);

/** What can be done about a job that failed (design spec 14), the likeliest first. `node`: where it failed, −1 where that is not known; `hasSamples`: the job read samples of data. */
export function stepsAfter(error: ErrorInfo, node: number, hasSamples = false): readonly Step[] {
  const { reason } = error;
  const retry = nextRetry(error);
  const steps: readonly (Step | false)[] = [
    retry !== undefined && retry,
    reason === 'runtime-crash' && node >= 0 && { title: l10n.t('Profile up to This Node'), action: { kind: 'profileUpTo', node } },
    reason === 'memory-limit' && hasSamples && { title: l10n.t('Use Fewer Samples'), action: { kind: 'fewerSamples' } },
    reason === 'memory-limit' && { title: l10n.t('Change Limit'), action: { kind: 'changeMemoryLimit' } },
    reason === 'deadline' && { title: l10n.t('Wait Longer'), action: { kind: 'waitLonger' } },
    REFUSALS.has(reason) && node >= 0 && { title: l10n.t('Show Node'), action: { kind: 'showInEditor', node } },
    reason === 'external-data-missing' && { title: l10n.t('Locate…'), action: { kind: 'locateData' } },
    (reason === 'changed-on-disk' || reason === 'stale-token') && { title: l10n.t('Reload'), action: { kind: 'reload' } },
    DAMAGE.has(reason) && { title: l10n.t('Open as Hex'), action: { kind: 'openAsHex' } },
  ];
  return steps.filter(step => step !== false);
}

/** The next step of the retry ladder: without graph optimizations, then without the memory arena too; then there is none. */
function nextRetry({ reason, place }: ErrorInfo): Step | undefined {
  const withoutFusions = { title: l10n.t('Retry Without Fusions'), action: { kind: 'retryWithoutFusions' } } as const;
  if (reason === 'runtime-error') return withoutFusions;
  if (reason !== 'runtime-crash' || place?.without === 'arena') return undefined;
  return place?.without === 'fusions'
    ? { title: l10n.t('Retry Without Memory Arena'), action: { kind: 'retryWithoutArena' } }
    : withoutFusions;
}
