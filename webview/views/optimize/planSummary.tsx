import * as l10n from '@vscode/l10n';
import type { DryRun } from '../../../src/shared/report/passDescription';
import type { ComponentChildren } from 'preact';
import { formatBytes, formatDuration } from '../../../src/shared/base/formatNumber';
import { Tag } from '../../ui/tag';
import { gainText } from '../page/suggestionText';
import { usePage } from '../page/usePage';
import type { PassChoice } from './passChoice';
import { planGain } from './planGain';

interface Props {
  readonly plan: DryRun;
  readonly choice: PassChoice;
  /** Whether there is anything to find out agreement on. */
  readonly hasData: boolean;
}

/** What is known before anything is written: estimates as ranges, counts exactly. */
export function PlanSummary({ plan, choice, hasData }: Props) {
  return (
    <div class="plan-summary">
      <LatencyStat plan={plan} choice={choice} />
      <FileSize plan={plan} />
      <Stat title={l10n.t('Nodes')}>
        <Range text={`${plan.nodesBefore} → ${plan.nodesAfter ?? '?'}`} />
      </Stat>
      <Stat title={l10n.t('Agreement')}>
        <span class="muted">{hasData ? l10n.t('measured after the run') : l10n.t('not reported')}</span>
      </Stat>
      <span class="grow" />
      <Tag kind="dry run" />
    </div>
  );
}

/** The estimate of the suggestion where that is what is chosen, else what the layers of the plan add up to. */
function LatencyStat({ plan, choice }: Pick<Props, 'plan' | 'choice'>) {
  const store = usePage();
  const { profile, suggestions } = store.state.value;
  const gain =
    choice.chosen.length === 1 && choice.excluded.length === 0
      ? suggestions?.offered.find(({ pass, gain }) => choice.chosen.includes(pass) && gain?.metric === 'latencyMs')?.gain
      : undefined;
  const latency = gain ?? planGain(plan, store.modelOf('layers'), profile?.latency.medianMs);
  return (
    <Stat title={latency === undefined ? l10n.t('Latency') : l10n.t('Latency, estimated')}>
      {latency !== undefined ? (
        <Range text={gainText(latency)} isEstimated={profile === undefined} />
      ) : profile === undefined ? (
        l10n.t('not measured')
      ) : (
        <Range text={`${formatDuration(profile.latency.medianMs)} →`} after={l10n.t('no estimate')} />
      )}
    </Stat>
  );
}

/** Stored values are counted; what nodes take beside them is not, so the size is about right. */
function FileSize({ plan: { weightBytes } }: { readonly plan: DryRun }) {
  const before = usePage().state.value.model?.fileBytes ?? NaN;
  if (weightBytes === undefined)
    return (
      <Stat title={l10n.t('File size')}>
        <Range text={`${formatBytes(before)} →`} after={l10n.t('known after the run')} />
      </Stat>
    );
  const after = before + weightBytes.after - weightBytes.before;
  return (
    <Stat title={l10n.t('File size, about')}>
      <Range text={`${formatBytes(before)} → ${formatBytes(Math.max(0, after))}`} />
    </Stat>
  );
}

/** What each of several passes does to the number of nodes, those that a pass needs among them. */
export function NodesPerPass({ plan }: { readonly plan: DryRun }) {
  const { passes } = usePage().state.value;
  const titles = new Map(passes.map(({ id, title }) => [id, title]));
  const counted = plan.passes.flatMap(({ id, nodes }) =>
    nodes === undefined ? [] : [`${titles.get(id) ?? id} ${nodes.before} → ${nodes.after}`],
  );
  return counted.length < 2 ? null : <p class="sm muted">{l10n.t('Nodes, pass by pass: {0}', counted.join(', '))}</p>;
}

function Stat({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <div class="stat">
      <div class="label">{title}</div>
      <div class="stat-value">{children}</div>
    </div>
  );
}

interface RangeProps {
  readonly text: string;
  readonly after?: string;
  /** What is now is no more than predicted. */
  readonly isEstimated?: boolean;
}

/** What is now stands out; what is expected is never bold. */
function Range({ text, after = '', isEstimated = false }: RangeProps) {
  const [now = '', then = ''] = text.split('→');
  return (
    <>
      <span class={isEstimated ? 'big light' : 'big'}>{now.trim()}</span>
      <span class="big light"> →{then}</span> {after === '' ? undefined : <span class="muted">{after}</span>}
    </>
  );
}
