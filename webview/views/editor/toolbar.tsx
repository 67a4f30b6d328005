import * as l10n from '@vscode/l10n';
import { ExportMenu } from '../export/exportMenu';
import type { LayerModel } from '../model/layerModel';
import { AfterFirstPaint } from '../page/afterFirstPaint';
import { Legend } from '../page/legend';
import { MetricMenu } from '../page/metricMenu';
import { FindField } from './findField';
import { Later } from '../page/later';
import { ViewTabs } from './viewTabs';

export function Toolbar({ model }: { readonly model: LayerModel | undefined }) {
  return (
    <div class="editor-tools">
      <ViewTabs />
      <span class="grow" />
      <Later value={model}>{shown => (shown === undefined ? <></> : <ColorTools model={shown} />)}</Later>
      <AfterFirstPaint>
        <FindField model={model} />
      </AfterFirstPaint>
    </div>
  );
}

function ColorTools({ model }: { readonly model: LayerModel }) {
  return (
    <>
      <span class="label tool-wide" aria-hidden="true">
        {l10n.t('Color')}
      </span>
      <MetricMenu model={model} />
      <Legend model={model} width={112} />
      <ExportMenu model={model} />
    </>
  );
}
