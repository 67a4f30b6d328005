import * as l10n from '@vscode/l10n';
import type { LayerModel } from '../model/layerModel';
import { Later } from '../page/later';
import { AfterFirstPaint } from '../page/afterFirstPaint';
import { Facts } from './facts';
import { FactsSkeleton } from './factsSkeleton';
import { HeaderActions } from './headerActions';
import { LatencyBlock } from './latencyBlock';

/** What the model is, how fast it ran, and what to do about it. */
export function Header({ model }: { readonly model: LayerModel | undefined }) {
  return (
    <header class="editor-head" aria-label={l10n.t('Model summary')}>
      <Later value={model}>{shown => (shown === undefined ? <FactsSkeleton /> : <Facts model={shown} />)}</Later>
      <div class="head-right">
        <AfterFirstPaint>
          <LatencyBlock />
        </AfterFirstPaint>
        <AfterFirstPaint>
          <HeaderActions />
        </AfterFirstPaint>
      </div>
    </header>
  );
}
