import { assertNever } from '../../../src/shared/base/assertNever';
import type { ExportFormat } from '../../../src/shared/protocol/hostWebview';
import { EDITOR_VIEWS } from '../editor/editorViews';
import type { LayerModel } from '../model/layerModel';
import type { PageStore } from '../page/pageStore';
import { scaleEnds } from '../page/scaleEnds';
import { comparedCsv, comparedJson } from '../compare/comparedData';
import { comparedRows } from '../compare/comparedRow';
import { knownTensors } from '../compare/knownTensors';
import { layersCsv, layersJson } from './layerData';
import { pngOf, viewPicture, type Picture } from './viewPicture';

/** Gives the host the view on screen as a picture, or what it compares, else the layers, as data, to be saved where the user says. Throws `LayerwiseError` when it cannot be written. */
export async function exportView(store: PageStore, model: LayerModel, format: ExportFormat): Promise<void> {
  const view = store.shownView.value;
  const isPicture = format === 'svg' || format === 'png';
  const name = isPicture || view === 'compare' ? view : 'layers';
  await store.host.saveExport({ name, format, bytes: await exportBytes(store, model, format) });
}

async function exportBytes(store: PageStore, model: LayerModel, format: ExportFormat): Promise<Uint8Array> {
  const encode = (text: string) => new TextEncoder().encode(text);
  switch (format) {
    case 'svg':
      return encode(picture(store, model).svg);
    case 'png':
      return await pngOf(picture(store, model));
    case 'csv':
      return encode(isComparing(store) ? comparedCsv(rowsOf(store)) : layersCsv(model));
    case 'json':
      return encode(isComparing(store) ? comparisonJson(store, model) : layersJson(model));
    default:
      return assertNever(format);
  }
}

function isComparing(store: PageStore): boolean {
  return store.shownView.value === 'compare';
}

function rowsOf(store: PageStore): ReturnType<typeof comparedRows> {
  return comparedRows(store.state.value, store.ui.value.compareTo);
}

function comparisonJson(store: PageStore, model: LayerModel): string {
  const rows = rowsOf(store);
  const row = rows.find(({ file }) => file !== undefined && file.path === store.ui.value.compareTo);
  const found = store.fileDifference.value;
  const difference = found?.answer.state === 'done' && found.path === row?.file?.path ? found.answer.value : undefined;
  return comparedJson(model, rows, { row, difference, tensors: row && knownTensors(store.state.value, row) });
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
