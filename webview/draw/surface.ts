/** What drawing needs of a 2D canvas, and no more: a canvas has all of it, and so has what writes the same drawing as SVG. */
export interface Surface
  extends
    Pick<CanvasRenderingContext2D, 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'globalAlpha' | 'font' | 'textAlign'>,
    Pick<CanvasRenderingContext2D, 'save' | 'restore' | 'scale' | 'translate' | 'rotate'>,
    Pick<
      CanvasRenderingContext2D,
      'beginPath' | 'closePath' | 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'arcTo' | 'roundRect' | 'arc' | 'rect'
    >,
    Pick<CanvasRenderingContext2D, 'stroke' | 'fillRect' | 'strokeRect' | 'measureText' | 'fillText'> {
  /** Size in device pixels. */
  readonly canvas: { readonly width: number; readonly height: number };
  fill(): void;
  clip(): void;
  setLineDash(segments: number[]): void;
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  drawImage(image: HTMLCanvasElement, x: number, y: number): void;
}
