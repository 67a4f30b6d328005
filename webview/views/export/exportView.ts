import { assertNever } from '../../../src/shared/base/assertNever';
import type { ExportFormat } from '../../../src/shared/protocol/hostWebview';
import { EDITOR_VIEWS } from '../editor/editorViews';
import type { LayerModel } from '../model/layerModel';
import type { PageStore } from '../page/pageStore';
import { scaleEnds } from '../page/scaleEnds';
import { layersCsv, layersJson } from './layerData';
import { pngOf, viewPicture, type Picture } from './viewPicture';

/** Gives the host the view on screen as a picture, or the layers as data, to be saved where the user says. Throws `LayerwiseError` when it cannot be written. */
export async function exportView(store: PageStore, model: LayerModel, format: ExportFormat): Promise<void> {
  const view = store.shownView.value;
  const isPicture = format === 'svg' || format === 'png';
  await store.host.saveExport({ name: isPicture ? view : 'layers', format, bytes: await exportBytes(store, model, format) });
}

async function exportBytes(store: PageStore, model: LayerModel, format: ExportFormat): Promise<Uint8Array> {
  const encode = (text: string) => new TextEncoder().encode(text);
  switch (format) {
    case 'svg':
      return encode(picture(store, model).svg);
    case 'png':
      return await pngOf(picture(store, model));
    case 'csv':
      return encode(layersCsv(model));
    case 'json':
      return encode(layersJson(model));
    default:
      return assertNever(format);
  }
}

function picture(store: PageStore, model: LayerModel): Picture {
  const view = store.shownView.value;
  const element = document.getElementById('view');
  if (element === null) throw new Error('No view is on screen');
  const scale = store.scaleOf(model);
  const name = EDITOR_VIEWS.find(({ id }) => id === view)?.title ?? view;
  return viewPicture(element, {
    title: `${store.state.value.fileName} · ${name}`,
    metric: scale?.column.title ?? '',
    ends: scale === undefined || scale.column.categories !== undefined ? undefined : scaleEnds(scale),
  });
}
