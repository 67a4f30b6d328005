import * as l10n from '@vscode/l10n';
import type { LayerModel } from '../model/layerModel';
import { whySlow } from './whySlow';

export function WhySlowSection({ model, index }: { readonly model: LayerModel; readonly index: number }) {
  const sentences = whySlow(model, index);
  if (sentences.length === 0) return null;
  return (
    <section class="details-section">
      <h3 class="details-title">{l10n.t('Why it is slow')}</h3>
      <ul class="reasons sm">
        {sentences.map((sentence, number) => (
          <li key={number}>{sentence.map((part, place) => (typeof part === 'string' ? part : <b key={place}>{part.strong}</b>))}</li>
        ))}
      </ul>
    </section>
  );
}
