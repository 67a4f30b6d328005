import * as l10n from '@vscode/l10n';
import { ProgressBar } from '../../ui/progressBar';
import { Skeleton } from '../../ui/skeleton';
import { usePage } from '../page/usePage';

const WIDTHS = [90, 70, 96, 64, 80, 100, 72, 90, 66, 84];

/** The model is being read; `isShown`: for long enough to say so. */
export function PanelSkeleton({ isShown }: { readonly isShown: boolean }) {
  const { fileName } = usePage().state.value;
  if (!isShown) {
    return (
      <main class="panel" aria-busy="true">
        <h1 class="visually-hidden">{l10n.t('Reading {0}', fileName)}</h1>
      </main>
    );
  }
  return (
    <main class="panel" aria-busy="true">
      <ProgressBar label={l10n.t('Reading {0}', fileName)} fraction={undefined} />
      <div class="panel-head row">
        <h1 class="trunc grow">{fileName}</h1>
        <Skeleton width={58} />
      </div>
      <h2 class="pane-title">{l10n.t('Layers')}</h2>
      <div class="strip-skeleton">
        {WIDTHS.map((width, index) => (
          <div key={index} class="strip-row">
            <span class="strip-cell" />
            <Skeleton width={width} />
            <Skeleton width={20 + width / 2} />
            <Skeleton width={34} />
          </div>
        ))}
      </div>
    </main>
  );
}
