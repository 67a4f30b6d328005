import * as l10n from '@vscode/l10n';
import { formatCount, formatDuration, formatDurationInterval, formatShare } from '../../../src/shared/base/formatNumber';
import type { LayerTiming, TimedForm } from '../../../src/shared/report/layerTiming';
import { speedText, timingSentences, titledForms } from '../../../src/shared/report/layerTimingText';
import { threadsText } from '../../../src/shared/report/threadsText';
import { Button } from '../../ui/button';
import type { Layer } from '../model/layerModel';
import { JobRow } from '../page/jobRow';
import { usePage } from '../page/usePage';
import { DetailsSection } from './detailsSection';

/** The layer by itself: as it is, in INT8, and with other numbers of channels; and the way to have it timed. */
export function TimedAloneSection({ layer }: { readonly layer: Layer }) {
  const store = usePage();
  const { layerTiming, job, trust, runnable } = store.state.value;
  if (layer.node < 0) return null;
  const timing = layerTiming !== undefined && layer.nodes.includes(layerTiming.node) ? layerTiming : undefined;
  return (
    <DetailsSection id="timed" title={l10n.t('Timed alone')} class="timed-alone">
      {job?.kind === 'layer' ? (
        <JobRow job={job} />
      ) : (
        <>
          {timing === undefined ? undefined : <Result timing={timing} />}
          <Button
            compact
            secondary
            action="time-layer"
            title={l10n.t(
              'Cuts the layer out and times it as it is, in INT8 and with other numbers of channels. Takes about half a minute.',
            )}
            disabled={job !== undefined || trust === 'restricted' || !runnable}
            onClick={() => store.act({ kind: 'timeLayer', node: layer.node })}
          >
            {timing === undefined ? l10n.t('Time This Layer Alone') : l10n.t('Time Again')}
          </Button>
        </>
      )}
    </DetailsSection>
  );
}

function Result({ timing }: { readonly timing: LayerTiming }) {
  const { environment } = timing;
  return (
    <>
      <table class="sm forms">
        <thead class="xs muted">
          <tr>
            <th scope="col">{l10n.t('Form')}</th>
            <th scope="col">{l10n.t('Median')}</th>
            <th scope="col">{l10n.t('Against as it is')}</th>
          </tr>
        </thead>
        <tbody>
          {titledForms(timing).map(([title, form], index) => (
            <tr key={title} title={formNote(form)}>
              <th scope="row">{title}</th>
              <td>{formatDuration(form.medianMs)}</td>
              <td class="muted">
                {form.speedup !== undefined ? speedText(form.speedup) : index === 0 ? roofText(form) : l10n.t('as it is')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {timingSentences(timing).map(sentence => (
        <p key={sentence} class="sm">
          {sentence}
        </p>
      ))}
      <p class="xs muted">
        {environment.inputs === 'data' ? l10n.t('Values from a run on the data') : l10n.t('Values from a run on random inputs')} ·{' '}
        {threadsText(environment.threads)} · {l10n.t('rigor {0}', environment.rigor)}
      </p>
    </>
  );
}

function roofText({ ofRoof, bound }: TimedForm): string {
  return ofRoof === undefined ? '' : l10n.t('{0} of {1}', formatShare(ofRoof, 0), bound ?? '');
}

/** What the small table leaves out. */
function formNote(form: TimedForm): string {
  const { medianMs, lowMs, highMs, kernelMs, borderMs, flopPerSecond, kernels, reliable } = form;
  const interval = formatDurationInterval(lowMs, highMs, medianMs);
  return [
    reliable ? l10n.t('95 %: {0}', interval) : l10n.t('95 %: {0}, not reliable', interval),
    l10n.t('kernel {0}, conversions at the borders {1}', formatDuration(kernelMs), formatDuration(borderMs)),
    ...(flopPerSecond === undefined ? [] : [`${formatCount(flopPerSecond)}FLOP/s`]),
    ...(roofText(form) === '' ? [] : [roofText(form)]),
    kernels.map(({ op }) => op).join(', '),
  ].join('\n');
}
