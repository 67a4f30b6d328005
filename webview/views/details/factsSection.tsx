import * as l10n from '@vscode/l10n';
import { formatWhole } from '../../../src/shared/base/numberLanguage';
import { formatBytes } from '../../../src/shared/base/formatNumber';
import { countingNote } from '../../../src/shared/report/countingNotes';
import { columnText } from '../model/columnText';
import type { LayerColumn, LayerModel } from '../model/layerModel';
import { measuredText } from '../model/measuredText';
import { aboveRoof, boundText, rooflineBasis, rooflineNote } from '../model/rooflineText';
import { inputFacts, outputFacts, shapeText } from '../model/nodeText';
import { DetailsSection } from './detailsSection';

interface Props {
  readonly model: LayerModel;
  readonly index: number;
}

/** Shapes and every metric of the layer. */
export function FactsSection({ model, index }: Props) {
  const layer = model.layers[index];
  if (layer === undefined) return null;
  const kernel = model.profile?.kernels[layer.anchorKernel];
  const input = layer.node < 0 ? undefined : inputFacts(model.view, layer.node)[0];
  const output = layer.node < 0 ? kernel?.outputShape : outputFacts(model.view, layer.node)[0]?.shape;
  const traffic = layer.node < 0 ? NaN : trafficOf(model, layer.nodes);
  const [, ...others] = model.columns.values();
  const columns = model.columns.has('latencyMs') ? others : [...model.columns.values()];
  return (
    <DetailsSection id="facts" title={l10n.t('Facts')}>
      <dl class="pairs sm">
        {input === undefined ? undefined : <Fact title={l10n.t('Input')} value={shapeText(input.shape)} mono />}
        {output === undefined ? undefined : (
          <Fact title={l10n.t('Output')} value={shapeText(output)} mono hint={measuredText(model.view, layer.node)} />
        )}
        {columns.map(column => {
          const value = column.values[index] ?? NaN;
          const exact =
            column.unit === 'bytes' && value >= 1000 ? l10n.t('{0} bytes', formatWhole(value)) : rooflineNote(model, column.id, index);
          return Number.isNaN(value) || (value === 0 && column.unit !== 'share') ? undefined : (
            <Fact key={column.id} title={column.title} note={countingNote(column.id)?.text} value={valueOf(column, value)} hint={exact} />
          );
        })}
        {traffic > 0 ? (
          <Fact title={l10n.t('Bytes moved')} value={formatBytes(traffic)} note={countingNote('trafficBytes')?.text} />
        ) : undefined}
      </dl>
      <RooflineText model={model} index={index} />
    </DetailsSection>
  );
}

function valueOf(column: LayerColumn, value: number): string {
  const text = column.unit === 'bytes' ? formatBytes(value) : columnText(column, value);
  return column.basis === 'estimated' && column.id !== 'ofLimit' ? l10n.t('{0}, estimated', text) : text;
}

/** What the nodes of a layer read and write together; unknown when one of them is. */
function trafficOf({ view }: LayerModel, nodes: readonly number[]): number {
  const values = view.analysis.columns.find(({ id }) => id === 'trafficBytes')?.values;
  return nodes.reduce((sum, node) => sum + (values?.[node] ?? NaN), 0);
}

/** What the share of the roofline rests on, and why it is above 100 % where it is. */
function RooflineText({ model, index }: Props) {
  if (Number.isNaN(model.columns.get('ofLimit')?.values[index] ?? NaN)) return null;
  const sentences = [aboveRoof(model, index), boundText(model, index), rooflineBasis(model)].filter(Boolean);
  return <p class="muted sm roofline-basis">{sentences.join(' · ')}</p>;
}

interface FactProps {
  readonly title: string;
  readonly value: string;
  readonly mono?: boolean;
  readonly hint?: string | undefined;
  /** How the number is counted. */
  readonly note?: string | undefined;
}

function Fact({ title, value, mono = false, hint, note }: FactProps) {
  return (
    <>
      <dt title={note}>{title}</dt>
      <dd class={mono ? 'mono' : ''} title={hint}>
        {value}
      </dd>
    </>
  );
}
