import * as l10n from '@vscode/l10n';
import type { JobKind } from '../../../src/shared/report/job';
import { Disclosure } from '../../ui/disclosure';
import { Note } from '../../ui/note';
import type { LayerModel } from '../model/layerModel';
import { ErrorNote } from '../page/errorNote';
import { JobRow } from '../page/jobRow';
import { JobSteps } from '../page/jobSteps';
import { ProfileNote } from '../page/profileNote';
import { profileRemark } from '../page/profileRemark';
import { RestrictedNote } from '../page/restrictedNote';
import { SpokenProgress } from '../page/spokenProgress';
import { usePage } from '../page/usePage';
import { LayerStrip } from './layerStrip';
import { PanelHead } from './panelHead';
import { sortOffers } from './sortOffers';
import { SizedPane } from './sizedPane';
import { SuggestionCards } from './suggestionCards';
import { VariantList } from './variantList';
import { unitCountText } from '../model/unitCountText';

/** The panel of a model. While a job runs its steps come first, and nothing else can be started. */
export function PanelView({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const { job, error, trust, runnable, variants, suggestions, dismissed } = store.state.value;
  const canRun = trust === 'trusted' && runnable;
  const count = sortOffers(suggestions?.offered ?? [], dismissed).shown.length;
  const remark = job === undefined && (error === undefined || error.reason === 'cancelled') ? profileRemark(store.state.value) : undefined;
  return (
    <main class="panel">
      <PanelHead model={model} />
      <SpokenProgress />
      {job === undefined ? undefined : <JobRow job={job} />}
      {canRun ? undefined : (
        <div class="panel-note">
          <RestrictedNote />
        </div>
      )}
      {job === undefined && error !== undefined ? (
        <div class="panel-note">
          <ErrorNote error={error} />
        </div>
      ) : undefined}
      {remark === undefined ? undefined : (
        <div class="panel-note">
          <ProfileNote remark={remark} />
        </div>
      )}
      {job === undefined || job.kind === 'profile' || job.progress.steps.length === 0 ? undefined : (
        <Disclosure
          class="pane"
          title={l10n.t('Steps')}
          open={store.isPaneOpen('steps', true)}
          onToggle={open => store.setPane('steps', open)}
        >
          <JobSteps steps={job.progress.steps} />
        </Disclosure>
      )}
      <Layers model={model} />
      {job !== undefined || !canRun ? undefined : (
        <>
          <SizedPane id="suggestions" title={l10n.t('Suggestions')} {...(count > 0 ? { count } : {})}>
            <SuggestionCards mostShown={store.isPaneOpen('layers', true) ? 2 : 5} />
          </SizedPane>
          <SizedPane id="variants" title={l10n.t('Variants')} {...(variants.length > 0 ? { count: variants.length } : {})}>
            <VariantList />
          </SizedPane>
        </>
      )}
    </main>
  );
}

function Layers({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const { job, profile } = store.state.value;
  const isFirstRun = job?.kind === 'profile' && store.columnOf(model)?.id !== 'latencyMs' && profile === undefined;
  return (
    <Disclosure
      class="pane layers-pane"
      title={l10n.t('Layers')}
      open={store.isPaneOpen('layers', true)}
      onToggle={open => store.setPane('layers', open)}
      aside={<span class="muted pane-count">{countText(model, job?.kind)}</span>}
    >
      <LayerStrip model={model} />
      {isFirstRun ? (
        <div class="panel-note">
          <Note kind="info">{l10n.t('MACs need no run and stand in until a time is known.')}</Note>
        </div>
      ) : undefined}
    </Disclosure>
  );
}

/** `58 kernels`, `54 of 400 kernels`, `by MACs`. */
function countText(model: LayerModel, job: JobKind | undefined): string {
  if (job === 'optimize') return l10n.t('baseline');
  const kernels = model.profile?.kernels.length;
  if (kernels === undefined) return l10n.t('by MACs');
  if (job === 'profile') return l10n.t('{0} kernels so far', kernels);
  return model.unit === 'kernels' ? unitCountText('kernels', kernels) : l10n.t('{0} of {1} kernels', model.layers.length, kernels);
}
