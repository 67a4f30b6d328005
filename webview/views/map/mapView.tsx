import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { LinkButton } from '../../ui/linkButton';
import { Segments } from '../../ui/segments';
import { Select } from '../../ui/select';
import { formatValue } from '../../../src/shared/base/formatNumber';
import type { LayerColumn, LayerModel } from '../model/layerModel';
import type { UiState } from '../page/uiState';
import { useViewKeys } from '../page/useViewKeys';
import { usePage } from '../page/usePage';
import { Icicle } from './icicle';
import { Treemap } from './treemap';
import { filled } from '../../ui/filled';

/** Where a metric goes: as areas, or as columns from group to kernel (design spec 4.4). */
export function MapView({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const { mapForm, mapArea, mapSection, mapBlock } = store.ui.value;
  const [omitted, setOmitted] = useState<readonly string[]>([]);
  useViewKeys(event => {
    const shown = store.ui.value;
    if (event.key !== 'Backspace' || shown.mapSection === undefined) return false;
    store.arrange(oneUp(shown.mapForm === 'icicle' ? shown.mapBlock : undefined));
    return true;
  });
  const sums = [...model.columns.values()].filter(({ total }) => !Number.isNaN(total));
  const area = sums.find(({ id }) => id === mapArea) ?? sums[0];
  if (area === undefined) return null;
  const shown = model.sections.some(({ name }) => name === mapSection) ? mapSection : undefined;
  const block = mapForm === 'icicle' && shown !== undefined ? mapBlock : undefined;
  return (
    <div class="map">
      <div class="map-head">
        <Segments
          label={l10n.t('Form of the map')}
          value={mapForm}
          options={[
            { value: 'treemap', title: l10n.t('Treemap') },
            { value: 'icicle', title: l10n.t('Icicle') },
          ]}
          onChange={form => store.arrange({ mapForm: form })}
        />
        <span class="label" aria-hidden="true">
          {l10n.t('Area')}
        </span>
        <Select
          label={l10n.t('Area')}
          class="map-area"
          value={area.id}
          options={sums.map(({ id, title }) => ({ value: id, title }))}
          onChange={id => store.arrange({ mapArea: id })}
        />
        <Crumbs section={shown} block={block} />
        <ColorHint model={model} area={area} />
        <span class="grow" />
        <Remarks model={model} area={area} omitted={mapForm === 'treemap' ? omitted : []} />
      </div>
      {mapForm === 'treemap' ? (
        <Treemap model={model} area={area} section={shown} onOmitted={setOmitted} />
      ) : (
        <Icicle model={model} area={area} section={shown} block={block} />
      )}
    </div>
  );
}

/** What is shown one level above. */
function oneUp(block: string | undefined): Partial<UiState> {
  return block === undefined ? { mapSection: undefined, mapBlock: undefined } : { mapBlock: undefined };
}

function Crumbs({ section, block }: { readonly section: string | undefined; readonly block: string | undefined }) {
  const store = usePage();
  if (section === undefined) return null;
  return (
    <nav class="row sm" aria-label={l10n.t('Shown part of the model')}>
      <LinkButton onClick={() => store.arrange(oneUp(undefined))}>{stem(store.state.value.fileName)}</LinkButton>
      <span class="muted">›</span>
      {block === undefined ? (
        <span>{section}</span>
      ) : (
        <>
          <LinkButton onClick={() => store.arrange(oneUp(block))}>{section}</LinkButton>
          <span class="muted">›</span>
          <span>{block}</span>
        </>
      )}
    </nav>
  );
}

/** Areas and colours that say the same waste one of them. */
function ColorHint({ model, area }: { readonly model: LayerModel; readonly area: LayerColumn }) {
  const store = usePage();
  if (store.columnOf(model)?.id !== area.id || !model.columns.has('ofLimit')) return null;
  return <LinkButton onClick={() => store.setMetric('ofLimit')}>{l10n.t('Color by % of roofline')}</LinkButton>;
}

interface RemarksProps {
  readonly model: LayerModel;
  readonly area: LayerColumn;
  /** Groups that are too small to be drawn. */
  readonly omitted: readonly string[];
}

function Remarks({ model, area, omitted }: RemarksProps) {
  const { fileName } = usePage().state.value;
  const hasPale = area.anchorValues !== undefined && model.layers.some(({ kernels }) => kernels.length > 1);
  return (
    <span class="row sm muted map-remarks">
      {omitted.length === 0 ? undefined : <OmittedGroups names={omitted.join(', ')} />}
      {hasPale ? <span class="nowrap">{l10n.t('pale part: kernels around the layer')}</span> : undefined}
      <span class="nowrap">
        {stem(fileName)}{' '}
        {filled(
          area.id === 'latencyMs' ? l10n.t('{0} in kernels') : '{0}',
          <span class="strong">{formatValue(area.total, area.unit)}</span>,
        )}
      </span>
    </span>
  );
}

/** In one line of bounded width: what stands here must not decide how much room the map has. */
function OmittedGroups({ names }: { readonly names: string }) {
  return (
    <span class="trunc map-omitted" title={names}>
      {l10n.t('Not drawn: {0}', names)}
    </span>
  );
}

function stem(fileName: string): string {
  return fileName.replace(/\.onnx$/, '');
}
