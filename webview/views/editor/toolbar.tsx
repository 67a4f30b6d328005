import type { LayerModel } from '../model/layerModel';
import { Legend } from '../page/legend';
import { MetricMenu } from '../page/metricMenu';
import { FindField } from './findField';
import { ViewTabs } from './viewTabs';

export function Toolbar({ model }: { readonly model: LayerModel }) {
  return (
    <div class="editor-tools">
      <ViewTabs />
      <span class="grow" />
      <span class="label tool-wide" aria-hidden="true">
        Color
      </span>
      <MetricMenu model={model} />
      <Legend model={model} width={112} />
      <FindField model={model} />
    </div>
  );
}
