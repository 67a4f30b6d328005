import * as l10n from '@vscode/l10n';
import { heatColor } from '../../ui/theme';
import type { GraphScene } from './graphScene';

const SAMPLE = [0.6, 0.2, 0.45, 0.25];

/** What outlines, cells and slanted names mean; only what the model has. */
export function GraphLegend({ scene }: { readonly scene: GraphScene }) {
  const { model, tree } = scene;
  const hasKernels = model.profile !== undefined && model.unit !== 'nodes';
  const isInferred = [...tree.groups.values()].some(({ inferred }) => inferred);
  return (
    <ul class="graph-legend xs muted">
      {hasKernels ? (
        <li>
          <i class="legend-outline" />
          {l10n.t('runs as one kernel')}
        </li>
      ) : undefined}
      {hasKernels && model.unit === 'kernels' ? (
        <li>
          <i class="legend-outline dotted" />
          {l10n.t('added by the runtime')}
        </li>
      ) : undefined}
      {tree.groups.size > 0 ? (
        <li>
          <i class="legend-cells" data-heat>
            {SAMPLE.map((t, index) => (
              <i key={index} style={{ background: heatColor(t) }} />
            ))}
          </i>
          {l10n.t('layers inside a group')}
        </li>
      ) : undefined}
      {isInferred ? (
        <li>
          <i class="legend-name">{l10n.t('abc')}</i>
          {l10n.t('inferred from structure')}
        </li>
      ) : undefined}
      {hasKernels && model.unit === 'layers' ? (
        <li>
          <i class="legend-around" data-heat style={{ borderLeftColor: heatColor(0.5) }} />
          {l10n.t('kernels around it')}
        </li>
      ) : undefined}
    </ul>
  );
}
