import * as l10n from '@vscode/l10n';
import { formatBytes, formatCount } from '../../../src/shared/base/formatNumber';
import { countingNote } from '../../../src/shared/report/countingNotes';
import { IconButton } from '../../ui/iconButton';
import type { LayerModel } from '../model/layerModel';
import { shapeText } from '../model/nodeText';
import { usePage } from '../page/usePage';
import { FactsPopover } from './factsPopover';
import { Fact } from './fact';
import { InSubgraphs } from './inSubgraphs';
import { InputFact } from './inputFact';
import { ProvidersFact } from './providersFact';
import { ScenarioFact } from './scenarioFact';
import { stem } from './stem';
import { unitCountText } from '../model/unitCountText';

/** Facts by priority in one line; what does not fit wraps out of sight and is found in the popover. */
export function Facts({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const isOpen = store.overlay.value === 'facts';
  const { analysis, opsets } = model.view;
  const { totals } = analysis;
  const output = analysis.outputs[0];
  const opset = opsets.find(({ domain }) => domain === '')?.version;
  return (
    <>
      <dl class="facts">
        <InputFact view={model.view} />
        <ScenarioFact view={model.view} />
        {output === undefined ? undefined : (
          <Fact title={analysis.outputs.length > 1 ? l10n.t('Output, {0} more', analysis.outputs.length - 1) : l10n.t('Output')}>
            <span class="mono" title={output.name}>
              {stem(output.name)} [{shapeText(output.shape, ', ')}]
            </span>
          </Fact>
        )}
        <Fact title={l10n.t('MACs')} note={countingNote('macs')?.text}>
          {formatCount(totals.macs ?? NaN)}
          <InSubgraphs count={totals.subgraphs.macs} />
        </Fact>
        <Fact title={l10n.t('Parameters')} note={countingNote('params')?.text}>
          {formatCount(totals.params + totals.constantParams + totals.quantizedParams)}
          <InSubgraphs count={totals.subgraphs.params} />
        </Fact>
        <Fact title={l10n.t('Weights')} note={countingNote('weightBytes')?.text} bytes={totals.weightBytes}>
          {formatBytes(totals.weightBytes)}
        </Fact>
        <Fact title={l10n.t('Peak activations')} note={countingNote('peakActivationBytes')?.text} bytes={totals.peakActivationBytes}>
          {formatBytes(totals.peakActivationBytes ?? NaN)}
        </Fact>
        <Fact title={opset === undefined ? l10n.t('Graph') : l10n.t('Opset {0}', opset)}>{graphText(model)}</Fact>
        <ProvidersFact profile={model.profile} />
      </dl>
      <span class="facts-more">
        <IconButton
          icon="ellipsis"
          label={l10n.t('All model facts')}
          expanded={isOpen}
          onClick={() => (store.overlay.value = isOpen ? undefined : 'facts')}
        />
      </span>
      {isOpen ? <FactsPopover model={model} /> : undefined}
    </>
  );
}

/** `122 nodes → 58 kernels`; hidden constants do not count. */
function graphText(model: LayerModel): string {
  const nodes = model.view.analysis.hierarchy.layerOf.reduce((count, layer) => (layer < 0 ? count : count + 1), 0);
  const text = unitCountText('nodes', nodes);
  return model.profile === undefined ? text : `${text} → ${unitCountText('kernels', model.profile.kernels.length)}`;
}
