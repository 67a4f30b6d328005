import fs from 'node:fs';
import path from 'node:path';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { Dataset, ModelInput } from '../../../src/data/dataset';
import { openDataset } from '../../../src/data/openDataset';
import { resizeImage } from '../../../src/data/resizeImage';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const root = temporaryFolder();
type Rgb = readonly [number, number, number];
const RED: Rgb = [255, 0, 0];
const BLUE: Rgb = [0, 0, 255];
const X: ModelInput = { name: 'x', dtype: 'float32', shape: ['batch', 3, 2, 2] };

function png(width: number, height: number, color: (x: number, y: number) => Rgb): Buffer {
  const image = new PNG({ width, height });
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) image.data.set([...color(x, y), 255], (y * width + x) * 4);
  return PNG.sync.write(image);
}

let folders = 0;
function folderOf(files: Readonly<Record<string, Uint8Array | string>>): string {
  const folder = path.join(root, String(folders++));
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

function open(folder: string, input: ModelInput = X): Promise<Dataset> {
  return openDataset(folder, [input], () => {
    throw new Error('no tensor was expected');
  });
}

async function pixelsOf(folder: string, input: ModelInput = X): Promise<readonly number[]> {
  const dataset = await open(folder, input);
  return Array.from((await dataset.read(0, 1)).get(input.name)?.data ?? [], Number);
}

describe('a folder of images', () => {
  it('takes a class per subfolder, one of each in turn', async () => {
    const red = png(2, 2, () => RED);
    const dataset = await open(folderOf({ 'cat/1.png': red, 'cat/2.PNG': red, 'dog/a.png': png(4, 4, () => BLUE) }));
    expect(dataset.labels?.data).toEqual(Int32Array.of(0, 1, 0));
    const tensor = (await dataset.read(0, 2)).get('x');
    expect(tensor?.dims).toEqual([2, 3, 2, 2]);
    expect([...(tensor?.data ?? [])]).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it('takes numbers as class ids, from folder names and from labels.csv', async () => {
    const image = png(2, 2, () => RED);
    expect((await open(folderOf({ '10/a.png': image, '9/b.png': image }))).labels?.data).toEqual(Int32Array.of(10, 9));
    const listed = await open(folderOf({ 'a.png': image, 'b.png': image, 'labels.csv': 'file,label\nb.png,7\na.png,3\n' }));
    expect(listed.labels?.data).toEqual(Int32Array.of(3, 7));
    expect((await open(folderOf({ 'a.png': image }))).labels).toBeUndefined();
  });

  it('applies channel order, mean and standard deviation, and layout', async () => {
    const image = png(2, 2, () => [255, 51, 0]);
    const preprocess = { channelOrder: 'BGR', scale: 1 / 255, mean: [0, 0.2, 0], std: [1, 1, 2], layout: 'NHWC' };
    const values = await pixelsOf(folderOf({ 'a.png': image, 'preprocess.json': JSON.stringify(preprocess) }), {
      ...X,
      shape: [1, 2, 2, 3],
    });
    for (const [index, value] of values.entries()) expect(value).toBeCloseTo([0, 0, 0.5][index % 3] ?? 0, 6);
  });

  it('makes grey of colour, and feeds bytes as they are', async () => {
    const folder = folderOf({ 'a.png': png(2, 2, () => [100, 200, 50]) });
    expect((await pixelsOf(folder, { ...X, dtype: 'uint8', shape: [1, 1, 2, 2] }))[0]).toBe(153);
    expect((await pixelsOf(folder, { ...X, dtype: 'uint8' })).slice(0, 5)).toEqual([100, 100, 100, 100, 200]);
  });

  it('decodes JPEG', async () => {
    const data = Buffer.alloc(8 * 8 * 4, 200);
    const values = await pixelsOf(folderOf({ 'a.jpg': jpeg.encode({ width: 8, height: 8, data }, 95).data }));
    for (const value of values) expect(value).toBeCloseTo(200 / 255, 1);
  });

  it.each([
    ['images that cannot be decoded', { 'a.png': 'no image' }, X, 'data-invalid', /a\.png/],
    [
      'labels that miss an image',
      { 'a.png': png(1, 1, () => RED), 'labels.csv': 'file,label\nb.png,1\n' },
      X,
      'data-invalid',
      /no label for a\.png/,
    ],
    ['an open size', { 'a.png': png(1, 1, () => RED) }, { ...X, shape: ['n', 3, 'h', 'w'] }, 'data-missing', /"size"/],
    ['a model without images', { 'a.png': png(1, 1, () => RED) }, { ...X, shape: ['n', 8] }, 'data-invalid', /one image/],
    ['other channels', { 'a.png': png(1, 1, () => RED) }, { ...X, shape: ['n', 6, 2, 2] }, 'data-invalid', /6 channels/],
    [
      'means of other channels',
      { 'a.png': png(1, 1, () => RED), 'preprocess.json': '{"mean": [1, 2]}' },
      X,
      'data-invalid',
      /2 values.*3 channels/,
    ],
  ] as const)('refuses %s', async (_what, files, input, reason, message) => {
    await expect(pixelsOf(folderOf(files), input)).rejects.toMatchObject({ reason, message: expect.stringMatching(message) as string });
  });
});

describe('resizeImage', () => {
  const gradient = {
    width: 4,
    height: 2,
    rgba: Uint8Array.from({ length: 32 }, (_, index) => (index % 4 === 0 ? ((index / 4) % 4) * 40 : 0)),
  };
  const reds = (rgb: Float32Array): readonly number[] => [...rgb].filter((_, index) => index % 3 === 0);

  it('interpolates between pixel centres', () => {
    expect(reds(resizeImage(gradient, 2, 1, 'stretch'))).toEqual([20, 100]);
    expect(reds(resizeImage(gradient, 4, 2, 'bilinear'))).toEqual([0, 40, 80, 120, 0, 40, 80, 120]);
  });

  it('cuts the middle out, or fills up', () => {
    expect(reds(resizeImage(gradient, 2, 2, 'crop'))).toEqual([40, 80, 40, 80]);
    expect(reds(resizeImage(gradient, 4, 4, 'pad')).slice(0, 8)).toEqual([0, 0, 0, 0, 0, 40, 80, 120]);
  });
});
