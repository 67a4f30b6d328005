import * as l10n from '@vscode/l10n';
import type { DryRun } from '../../../src/shared/report/passDescription';
import type { ComponentChildren } from 'preact';
import { formatBytes, formatDuration } from '../../../src/shared/base/formatNumber';
import { Tag } from '../../ui/tag';
import { gainText } from '../page/suggestionText';
import { usePage } from '../page/usePage';
import type { PassChoice } from './passChoice';

/** What is known before anything is written: estimates as ranges, counts exactly. */
export function PlanSummary({ plan, choice }: { readonly plan: DryRun; readonly choice: PassChoice }) {
  const { profile, suggestions } = usePage().state.value;
  const gains = (suggestions?.offered ?? []).flatMap(({ pass, gain }) =>
    choice.chosen.includes(pass) && gain !== undefined ? [gain] : [],
  );
  // An estimate is of one pass alone; it says nothing about several together or about fewer layers.
  const latency =
    choice.chosen.length === 1 && choice.excluded.length === 0 ? gains.find(({ metric }) => metric === 'latencyMs') : undefined;
  return (
    <div class="plan-summary">
      <Stat title={latency === undefined ? l10n.t('Latency') : l10n.t('Latency, estimated')}>
        {latency !== undefined ? (
          <Range text={gainText(latency)} />
        ) : profile === undefined ? (
          l10n.t('not measured')
        ) : (
          <Range text={`${formatDuration(profile.latency.medianMs)} →`} after={l10n.t('no estimate')} />
        )}
      </Stat>
      <FileSize plan={plan} />
      <Stat title={l10n.t('Nodes')}>
        <Range text={`${plan.nodesBefore} → ${plan.nodesAfter ?? '?'}`} />
      </Stat>
      <Stat title={l10n.t('Agreement')}>
        <span class="muted">{l10n.t('measured after the run')}</span>
      </Stat>
      <span class="grow" />
      <Tag kind="dry run" />
    </div>
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

/** What is now stands out; what is expected is never bold. */
function Range({ text, after = '' }: { readonly text: string; readonly after?: string }) {
  const [now = '', then = ''] = text.split('→');
  return (
    <>
      <span class="big">{now.trim()}</span>
      <span class="big light"> →{then}</span> {after === '' ? undefined : <span class="muted">{after}</span>}
    </>
  );
}
