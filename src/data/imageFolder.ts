import fs from 'node:fs/promises';
import path from 'node:path';
import type { DenseTensor, NamedTensors } from '../shared/graph/denseTensor';
import { isFloatDtype } from '../shared/graph/dtype';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { fromNumbers } from './convertElements';
import { readCsv } from './csvTable';
import type { Dataset, ModelInput } from './dataset';
import { decodeImage } from './decodeImage';
import { changesValues, checkChannels, normalize, type Preprocess } from './preprocess';
import { resizeImage } from './resizeImage';

interface LabelledImage {
  /** Relative to the folder. */
  readonly file: string;
  readonly label: string | undefined;
}

/** How one image becomes one sample. */
interface ImageForm {
  readonly layout: 'NCHW' | 'NHWC';
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
  readonly preprocess: Preprocess;
}

const IMAGE = /\.(png|jpe?g)$/i;

/**
 * PNG and JPEG files: a class per subfolder (ids in alphabetical order), or a `labels.csv` of file and label, or no labels. Feeds a model's only input; floats
 * are 0–1 unless `preprocess.json` says otherwise. Throws `data-invalid` when the model does not take one image, `data-missing` when it does not say how large.
 */
export async function openImageFolder(folder: string, inputs: readonly ModelInput[], preprocess: Preprocess): Promise<Dataset> {
  const [input, ...more] = inputs;
  if (input?.shape?.length !== 4 || more.length > 0) {
    throw new LayerwiseError(
      'data-invalid',
      `${folder} holds images, but the model does not take exactly one image (4 axes) as its input.`,
      { file: folder },
    );
  }
  const form = imageForm(folder, input.shape, preprocess);
  const images = await listImages(folder);
  const fixed = input.shape[0];
  const fixedBatch = typeof fixed === 'number' ? fixed : undefined;
  return {
    source: folder,
    count: images.length,
    fixedBatch,
    shapes: new Map([[input.name, [fixedBatch ?? 1, ...sampleShape(form)]]]),
    labels: labelsOf(images),
    slices: undefined,
    read: (start, count) => readImages(folder, images.slice(start, start + count), input, form),
    close: () => Promise.resolve(),
  };
}

async function readImages(folder: string, images: readonly LabelledImage[], input: ModelInput, form: ImageForm): Promise<NamedTensors> {
  const shape = sampleShape(form);
  const size = shape.reduce((product, dim) => product * dim, 1);
  const all = new Float32Array(size * images.length);
  for (const [index, { file }] of images.entries()) {
    const pixels = resizeImage(await decodeImage(path.join(folder, file)), form.width, form.height, form.preprocess.resize ?? 'stretch');
    all.set(arrange(pixels, form), index * size);
  }
  const scaled = isFloatDtype(input.dtype) && !changesValues(form.preprocess) ? { ...form.preprocess, scale: 1 / 255 } : form.preprocess;
  const inner = form.layout === 'NCHW' ? form.width * form.height : 1;
  const data = fromNumbers(input.dtype, changesValues(scaled) ? normalize(all, scaled, form.channels, inner) : all);
  if (data === undefined) throw new LayerwiseError('data-invalid', `Images cannot feed input “${input.name}” of type ${input.dtype}.`);
  const tensor: DenseTensor = { dtype: input.dtype, dims: [images.length, ...shape], data };
  return new Map([[input.name, tensor]]);
}

/** Interleaved RGB to the model's channels and layout; grey by the weights of ITU-R BT.601. */
function arrange(rgb: Float32Array, { layout, channels, preprocess: { channelOrder } }: ImageForm): Float32Array {
  const pixels = rgb.length / 3;
  const result = new Float32Array(pixels * channels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const [red, green, blue] = [rgb[pixel * 3]!, rgb[pixel * 3 + 1]!, rgb[pixel * 3 + 2]!];
    const values =
      channels === 1 ? [0.299 * red + 0.587 * green + 0.114 * blue] : channelOrder === 'BGR' ? [blue, green, red] : [red, green, blue];
    values.forEach((value, channel) => (result[layout === 'NCHW' ? channel * pixels + pixel : pixel * channels + channel] = value));
  }
  return result;
}

function imageForm(folder: string, shape: readonly (number | string | undefined)[], preprocess: Preprocess): ImageForm {
  const last = shape[3];
  const layout = preprocess.layout ?? (last === 3 || last === 1 ? 'NHWC' : 'NCHW');
  const [channels, height, width] = layout === 'NCHW' ? [shape[1], shape[2], shape[3]] : [shape[3], shape[1], shape[2]];
  const size = typeof preprocess.size === 'number' ? ([preprocess.size, preprocess.size] as const) : preprocess.size;
  const toHeight = typeof height === 'number' ? height : size?.[0];
  const toWidth = typeof width === 'number' ? width : size?.[1];
  if (toHeight === undefined || toWidth === undefined) {
    throw new LayerwiseError(
      'data-missing',
      `${folder}: how large should the images be? The model leaves it open; say it in a preprocess.json beside them: {"size": [height, width]}.`,
      { file: folder },
    );
  }
  const gray = channels === 1 || (typeof channels !== 'number' && preprocess.channelOrder === 'gray');
  if (!gray && typeof channels === 'number' && channels !== 3) {
    throw new LayerwiseError('data-invalid', `${folder} holds images, but the model's input has ${channels} channels.`, { file: folder });
  }
  checkChannels(preprocess, gray ? 1 : 3, folder);
  return { layout, channels: gray ? 1 : 3, height: toHeight, width: toWidth, preprocess };
}

function sampleShape({ layout, channels, height, width }: ImageForm): readonly number[] {
  return layout === 'NCHW' ? [channels, height, width] : [height, width, channels];
}

async function listImages(folder: string): Promise<readonly LabelledImage[]> {
  const entries = (await fs.readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const flat = entries.filter(entry => entry.isFile() && IMAGE.test(entry.name)).map(entry => entry.name);
  const labels = entries.some(entry => entry.name === 'labels.csv') ? await readLabels(path.join(folder, 'labels.csv')) : undefined;
  if (flat.length > 0) return flat.map(file => ({ file, label: labels === undefined ? undefined : labelFrom(labels, folder, file) }));
  const classes: LabelledImage[][] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const names = (await fs.readdir(path.join(folder, entry.name))).filter(name => IMAGE.test(name)).sort();
    const files = names.map(name => `${entry.name}/${name}`);
    classes.push(files.map(file => ({ file, label: labels === undefined ? entry.name : labelFrom(labels, folder, file) })));
  }
  return interleaved(classes);
}

/** One of each class in turn, so that the first samples of a dataset are of all classes. */
function interleaved(classes: readonly (readonly LabelledImage[])[]): readonly LabelledImage[] {
  const longest = Math.max(0, ...classes.map(images => images.length));
  return Array.from({ length: longest }, (_, index) => classes.flatMap(images => images[index] ?? [])).flat();
}

function labelFrom(labels: ReadonlyMap<string, string>, folder: string, file: string): string {
  const label = labels.get(file);
  if (label !== undefined) return label;
  throw new LayerwiseError('data-invalid', `${path.join(folder, 'labels.csv')} has no label for ${file}. Add a row for every image.`, {
    file: path.join(folder, 'labels.csv'),
  });
}

async function readLabels(file: string): Promise<ReadonlyMap<string, string>> {
  const { columns, rows } = await readCsv(file);
  const name = Math.max(
    0,
    columns.findIndex(column => /^(file|image|name)/i.test(column)),
  );
  const label = columns.findIndex(column => /^(label|class|target)/i.test(column));
  return new Map(rows.map(row => [row[name] ?? '', row[label < 0 ? 1 : label] ?? '']));
}

function labelsOf(images: readonly LabelledImage[]): DenseTensor | undefined {
  const names = images.map(({ label }) => label);
  if (names.includes(undefined)) return undefined;
  const classes = [...new Set(names)].sort();
  const numeric = names.every(name => name !== undefined && /^\d+$/.test(name));
  const data = Int32Array.from(names, name => (numeric ? Number(name) : classes.indexOf(name)));
  return { dtype: 'int32', dims: [images.length], data };
}
