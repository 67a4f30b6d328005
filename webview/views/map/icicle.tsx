import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { fitCanvas } from '../../draw/fitCanvas';
import { themeRevision } from '../../ui/theme';
import { useSize } from '../../ui/useSize';
import type { LayerColumn, LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { drawIcicle, icicleColumns } from './drawIcicle';
import { icicleRows } from './icicleRows';
import { MapTwin } from './mapTwin';

interface Props {
  readonly model: LayerModel;
  readonly area: LayerColumn;
  readonly section: string | undefined;
}

/** Groups as columns from left to right, execution downwards, layers as bars as long as their value. */
export function Icicle({ model, area, section }: Props) {
  const store = usePage();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const rows = useMemo(() => icicleRows(model, area, section), [model, area, section]);
  const scale = store.scaleOf(model);
  const selected = store.selectedIn(model);
  const revision = themeRevision.value;
  const title = section ?? store.state.value.fileName.replace(/\.onnx$/, '');
  useLayoutEffect(() => {
    const context = fitCanvas(canvas.current, width, height);
    if (context !== undefined && scale !== undefined) drawIcicle(context, { rows, area, scale, title, width, height, selected });
  }, [rows, area, scale, title, width, height, selected, revision]);
  const click = ({ offsetX, offsetY }: MouseEvent) => {
    const share = (offsetY - 8) / Math.max(1, height - 18);
    const columns = icicleColumns(width, rows);
    const at = <T extends { readonly from: number; readonly to: number }>(parts: readonly T[]) =>
      parts.find(({ from, to }) => share >= from && share < to);
    const layer = at(rows.layers)?.layer;
    if (offsetX >= columns.layers) store.select(model.layers[layer ?? -1]?.key);
    else if (offsetX >= columns.sections) store.arrange({ mapSection: section === undefined ? at(rows.sections)?.name : undefined });
  };
  return (
    <div class="map-box" ref={box}>
      <canvas ref={canvas} data-heat aria-hidden="true" onClick={click} />
      <MapTwin model={model} area={area} section={section} />
    </div>
  );
}
