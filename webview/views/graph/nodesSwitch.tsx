import * as l10n from '@vscode/l10n';
import { Segments } from '../../ui/segments';
import { countUnits } from '../model/countUnits';
import type { LayerModel } from '../model/layerModel';
import type { GraphNodes } from '../page/uiState';
import { usePage } from '../page/usePage';

/** Nodes of the file, what they run as, or both; before a run nodes or the layers they make up. */
export function NodesSwitch({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const { graphNodes } = store.ui.value;
  const nodes = {
    value: 'original',
    title: l10n.t('Original {0}', countUnits(model, 'nodes')),
    hint: l10n.t('Nodes as they are in the file (K)'),
  } as const;
  const options: readonly { readonly value: GraphNodes; readonly title: string; readonly hint: string }[] =
    model.profile === undefined
      ? [
          nodes,
          { value: 'both', title: l10n.t('Layers {0}', countUnits(model, 'layers')), hint: l10n.t('Nodes with what belongs to them (K)') },
        ]
      : [
          nodes,
          { value: 'both', title: l10n.t('Both'), hint: l10n.t('Nodes, and the kernels that they run in (K)') },
          { value: 'kernels', title: l10n.t('Kernels {0}', countUnits(model, 'kernels')), hint: l10n.t('Kernels as they ran (K)') },
        ];
  const value = options.some(option => option.value === graphNodes) ? graphNodes : 'both';
  return (
    <div class="graph-nodes">
      <Segments label={l10n.t('Nodes or kernels')} value={value} options={options} onChange={next => store.arrange({ graphNodes: next })} />
    </div>
  );
}
