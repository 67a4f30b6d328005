import { useMemo, useRef, useState } from 'preact/hooks';
import type { Surface } from '../../draw/surface';
import { px } from '../../ui/px';
import { useCard } from '../page/useCard';
import { useDrawing } from '../page/useDrawing';
import { drawRoofline, drawRooflineMarks } from './drawRoofline';
import { RooflineCard } from './rooflineCard';
import { dotAt, rooflineDots, type RooflineFrame } from './rooflineFrame';
import { RooflineTwin } from './rooflineTwin';
import { LAYER_CONTEXT } from '../page/layerContext';

interface Props {
  readonly frame: RooflineFrame;
  /** Sentence that says what the plot shows. */
  readonly caption: string;
  /** Selected and hovered point, −1 for none. */
  readonly selected: number;
  readonly hovered: number;
  readonly onHover: (point: number) => void;
  readonly onSelect: (point: number) => void;
  readonly onEnter: () => void;
}

export function RooflineFigure({ frame, caption, selected, hovered, onHover, onSelect, onEnter }: Props) {
  const { width, height } = frame;
  const canvas = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const [isFocused, setFocused] = useState(false);
  const [isOver, setOver] = useState(false);
  const dots = useMemo(() => rooflineDots(frame), [frame]);
  const dotOf = (point: number) => (point < 0 ? undefined : dots.find(dot => dot.point === point));
  useDrawing(canvas, { width, height, draw: surface => drawRoofline(surface, frame, dots) }, [frame, dots]);
  const mark = (surface: Surface) => drawRooflineMarks(surface, frame, dots, { selected: dotOf(selected), hovered: dotOf(hovered) });
  useDrawing(marks, { width, height, draw: mark }, [frame, dots, selected, hovered]);
  const under = ({ offsetX, offsetY }: MouseEvent) => dotAt(dots, offsetX, offsetY)?.point ?? -1;
  const shown = useCard(isOver ? dotOf(hovered) : undefined, isFocused ? dotOf(selected) : undefined);
  return (
    <figure class="chart-figure" style={{ height: px(height) }} data-vscode-context={LAYER_CONTEXT}>
      <figcaption class="visually-hidden">{caption}</figcaption>
      <canvas
        ref={canvas}
        data-heat
        aria-hidden="true"
        onMouseMove={event => {
          setOver(true);
          onHover(under(event));
        }}
        onMouseLeave={() => {
          setOver(false);
          onHover(-1);
        }}
        onClick={event => onSelect(under(event))}
      />
      <canvas ref={marks} class="chart-marks" aria-hidden="true" />
      <RooflineTwin frame={frame} selected={selected} onSelect={onSelect} onFocus={setFocused} onEnter={onEnter} />
      {shown === undefined ? undefined : <RooflineCard frame={frame} dot={shown} />}
    </figure>
  );
}
