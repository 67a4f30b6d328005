import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SamplePicture } from '../../../src/shared/report/dataPreview';

interface Props {
  readonly picture: SamplePicture;
  readonly label: string;
}

/** A small picture, pixel by pixel. */
export function PictureView({ picture, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, pixels } = picture;
  useLayoutEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
  }, [picture]);
  return <canvas ref={canvas} class="sample-picture" width={width} height={height} role="img" aria-label={label} />;
}
