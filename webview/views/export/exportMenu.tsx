import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import type { ExportFormat } from '../../../src/shared/protocol/hostWebview';
import { IconButton } from '../../ui/iconButton';
import { OverlayList } from '../../ui/overlayList';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { exportView } from './exportView';

const PICTURES: readonly (readonly [ExportFormat, string, string])[] = [
  ['svg', l10n.t('View as SVG'), l10n.t('vector')],
  ['png', l10n.t('View as PNG'), '2×'],
];
const LAYER_DATA: typeof PICTURES = [
  ['csv', l10n.t('Layers as CSV'), l10n.t('all metrics')],
  ['json', l10n.t('Layers as JSON'), l10n.t('all metrics')],
];
const COMPARED_DATA: typeof PICTURES = [
  ['csv', l10n.t('Comparison as CSV'), l10n.t('files')],
  ['json', l10n.t('Comparison as JSON'), l10n.t('files, layers, nodes')],
];

/** Saves what is on screen as a picture, the layers or the comparison as data, or a report. */
export function ExportMenu({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const button = useRef<HTMLSpanElement>(null);
  const isOpen = store.overlay.value === 'export';
  const close = (focus: boolean) => {
    store.overlay.value = undefined;
    if (focus) button.current?.querySelector('button')?.focus();
  };
  return (
    <span class="metric-menu" ref={button}>
      <IconButton
        icon="export"
        label={l10n.t('Export')}
        expanded={isOpen}
        onClick={() => (store.overlay.value = isOpen ? undefined : 'export')}
      />
      {isOpen ? <ExportList model={model} onClose={close} /> : undefined}
    </span>
  );
}

function ExportList({ model, onClose }: { readonly model: LayerModel; readonly onClose: (focus: boolean) => void }) {
  const store = usePage();
  const formats = [...PICTURES, ...(store.shownView.value === 'compare' ? COMPARED_DATA : LAYER_DATA)];
  const choose = (index: number) => {
    onClose(true);
    const [format] = formats[index] ?? [];
    if (format === undefined) store.act({ kind: 'exportReport' });
    else exportView(store, model, format).catch((error: unknown) => store.host.reportFailure(String(error)));
  };
  return (
    <OverlayList role="menu" label={l10n.t('Export')} first='[role="menuitem"]' onChoose={choose} onClose={onClose}>
      {[...formats, ['report', l10n.t('Report…'), l10n.t('HTML, Markdown')] as const].map(([format, title, note], index) => (
        <div key={format} class="metric-option" role="menuitem" tabIndex={-1} onClick={() => choose(index)}>
          <span class="grow">{title}</span>
          <span class="metric-note">{note}</span>
        </div>
      ))}
    </OverlayList>
  );
}
