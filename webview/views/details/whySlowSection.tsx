import * as l10n from '@vscode/l10n';
import type { LayerModel } from '../model/layerModel';
import { DetailsSection } from './detailsSection';
import { whySlow } from './whySlow';

export function WhySlowSection({ model, index }: { readonly model: LayerModel; readonly index: number }) {
  const sentences = whySlow(model, index);
  if (sentences.length === 0) return null;
  return (
    <DetailsSection id="why" title={l10n.t('Why it is slow')}>
      <ul class="reasons sm">
        {sentences.map((sentence, number) => (
          <li key={number}>{sentence.map((part, place) => (typeof part === 'string' ? part : <b key={place}>{part.strong}</b>))}</li>
        ))}
      </ul>
    </DetailsSection>
  );
}
