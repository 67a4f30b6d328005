import { useRef } from 'preact/hooks';
import type { Surface } from '../../draw/surface';
import { px } from '../../ui/px';
import { heatColor, themeColor } from '../../ui/theme';
import type { HeatScale } from '../model/heatScale';
import { useDrawing } from '../page/useDrawing';
import { visibleArea, type Camera, type Screen } from './camera';
import { layersOf, type GraphScene } from './graphScene';
import { heatCells, MOST_CELLS } from './heatCells';

interface Props {
  readonly scene: GraphScene;
  readonly scale: HeatScale;
  readonly camera: Camera;
  readonly screen: Screen;
  readonly onMove: (camera: Camera) => void;
}

const WIDTH = 88;
const HEIGHT = 172;
const LEAST_HEIGHT = 24;

/** Everything at once, with the part on screen; a click or drag brings another part there. */
export function MiniMap({ scene, scale, camera, screen, onMove }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { size } = scene.layout;
  const kx = WIDTH / Math.max(1, size[0]);
  const ky = Math.min(kx, HEIGHT / Math.max(1, size[1]));
  const height = Math.max(LEAST_HEIGHT, size[1] * ky);
  const draw = (surface: Surface) => drawMiniMap(surface, scene, scale, kx, ky);
  useDrawing(canvas, { width: WIDTH, height, draw }, [scene, scale]);
  const shown = visibleArea(camera, screen);
  const isWhole = shown.x <= 0 && shown.y <= 0 && shown.x + shown.width >= size[0] && shown.y + shown.height >= size[1];
  const move = (event: PointerEvent) => {
    if (event.buttons === 0 || !(event.currentTarget instanceof Element)) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const [x, y] = [(event.clientX - left) / kx, (event.clientY - top) / ky];
    onMove({ ...camera, x: x - shown.width / 2, y: y - shown.height / 2 });
  };
  const clamp = (value: number, most: number) => Math.max(0, Math.min(most, value));
  const [left, top] = [clamp(shown.x * kx, WIDTH), clamp(shown.y * ky, height)];
  const [right, bottom] = [clamp((shown.x + shown.width) * kx, WIDTH), clamp((shown.y + shown.height) * ky, height)];
  return (
    <div class={`overlay mini-map ${isWhole ? 'whole' : ''}`} aria-hidden="true">
      <div class="mini-map-area" onPointerDown={move} onPointerMove={move}>
        <canvas ref={canvas} data-heat />
        <div
          class="mini-map-view"
          style={{ left: px(left), top: px(top), width: px(Math.max(3, right - left)), height: px(Math.max(3, bottom - top)) }}
        />
      </div>
    </div>
  );
}

/** Boxes of one row of pixels are drawn once, by the first. */
function drawMiniMap(context: Surface, scene: GraphScene, scale: HeatScale, kx: number, ky: number): void {
  const { graph, layout, tree } = scene;
  const unknown = themeColor('--lw-fill2');
  context.strokeStyle = themeColor('--lw-muted');
  context.lineWidth = 0.6;
  let last = '';
  graph.boxes.forEach((box, index) => {
    const [x, y] = [layout.x[index]! * kx, layout.y[index]! * ky];
    const [width, height] = [layout.width[index]! * kx, Math.max(1, layout.height[index]! * ky)];
    const place = `${Math.round(x)} ${Math.round(y)}`;
    if (place === last || box.kind === 'inputs' || box.kind === 'outputs') return;
    last = place;
    if (box.kind === 'frame') {
      context.strokeRect(x, y, width, height);
      return;
    }
    const cells =
      box.kind === 'layer' ? heatCells(scale, [tree.order[box.first] ?? -1], 1) : heatCells(scale, layersOf(scene, box), MOST_CELLS);
    const rows = Math.max(1, box.instances.length);
    cells.forEach((heat, cell) => {
      context.fillStyle = heat === undefined ? unknown : heatColor(heat);
      context.fillRect(x + (cell * width) / cells.length, y, width / cells.length, height - (rows > 1 ? 0 : 0.5));
    });
  });
}
