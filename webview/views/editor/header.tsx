import type { LayerModel } from '../model/layerModel';
import { Facts } from './facts';
import { HeaderActions } from './headerActions';
import { LatencyBlock } from './latencyBlock';

/** What the model is, how fast it ran, and what to do about it. */
export function Header({ model }: { readonly model: LayerModel }) {
  return (
    <header class="editor-head" aria-label="Model summary">
      <Facts model={model} />
      <div class="head-right">
        <LatencyBlock />
        <HeaderActions />
      </div>
    </header>
  );
}
