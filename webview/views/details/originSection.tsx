import * as l10n from '@vscode/l10n';
import type { LayerModel } from '../model/layerModel';
import { originBadge } from '../model/layerOrigin';
import { nothingText, originTitle, otherText, stepsText } from '../model/originText';
import { useLayerOrigins } from '../page/useLayerOrigins';
import { DetailsSection } from './detailsSection';

const MOST_LINES = 12;

/** The nodes that a layer of a variant was made from, or what a layer became in the variant that is compared. */
export function OriginSection({ model, index }: { readonly model: LayerModel; readonly index: number }) {
  const origin = useLayerOrigins(model)(index);
  if (origin === undefined) return null;
  const { others } = origin;
  return (
    <DetailsSection id="origin" title={originTitle(origin)}>
      <ul class="reasons sm">
        {others.slice(0, MOST_LINES).map(other => (
          <li key={other.id} class="trunc" title={other.name}>
            {otherText(other)}
          </li>
        ))}
        {others.length > MOST_LINES ? <li class="muted">{l10n.t('and {0} more', others.length - MOST_LINES)}</li> : undefined}
        {others.length === 0 ? <li>{nothingText(origin)}</li> : undefined}
      </ul>
      <p class="xs muted">{[originBadge(origin), stepsText(origin)].filter(Boolean).join(' · ')}</p>
    </DetailsSection>
  );
}
