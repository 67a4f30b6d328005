import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { fitCanvas } from '../../draw/fitCanvas';
import type { Surface } from '../../draw/surface';
import { themeRevision } from '../../ui/theme';

/** What stands on a canvas, to be drawn again elsewhere. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly draw: (surface: Surface) => void;
}

const drawings = new WeakMap<HTMLCanvasElement, Drawing>();

/** Keeps a canvas of `width` × `height` CSS pixels drawn: again when one of `inputs`, the size or the theme changes. */
export function useDrawing(
  canvas: RefObject<HTMLCanvasElement | null>,
  { width, height, draw }: Drawing,
  inputs: readonly unknown[] | undefined,
): void {
  const revision = themeRevision.value;
  useLayoutEffect(
    () => {
      const context = fitCanvas(canvas.current, width, height);
      if (context === undefined || canvas.current === null) return;
      drawings.set(canvas.current, { width, height, draw });
      draw(context);
    },
    inputs === undefined ? undefined : [width, height, revision, ...inputs],
  );
}

/** What was drawn last on a canvas of the page. */
export function drawingOn(canvas: HTMLCanvasElement): Drawing | undefined {
  return drawings.get(canvas);
}
