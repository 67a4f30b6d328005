import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DataPreview } from '../../../../src/shared/report/dataPreview';
import { previewData } from '../../../../src/worker/preview/previewData';
import { temporaryFolder } from '../../../fixtures/temporaryFolder';

const models = path.resolve('test/fixtures/models');
const context = { signal: new AbortController().signal };

function preview(model: string, conditions: { readonly data?: string; readonly withoutData?: boolean } = {}): Promise<DataPreview> {
  const all = { dims: {}, threads: 1, seed: 0, ...conditions };
  return previewData({ kind: 'preview', path: path.join(models, model), conditions: all, evaluationData: undefined }, context);
}

/** Of the fixtures, which hold few samples. */
const FEW: unknown = expect.stringMatching(/^\d+ samples held back check the result: at best, agreement is between \d+ and 100 %/);

/** The pictures of `mnist_resnet`, scaled otherwise. */
function rescaled(scale: number): string {
  const folder = path.join(temporaryFolder(), `scale-${scale}`);
  fs.cpSync(path.join(models, 'mnist_resnet.data'), folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'preprocess.json'), JSON.stringify({ scale }));
  return folder;
}

describe('a preview of data', () => {
  it('shows pictures as the model is fed them', async () => {
    const { kind, fitted, heldBack, inputs, warnings } = await preview('mnist_resnet.onnx');
    const [input] = inputs;
    expect([kind, fitted > heldBack, heldBack > 0]).toEqual(['data', true, true]);
    expect(warnings).toEqual([FEW]);
    expect(input).toMatchObject({ name: 'input', dtype: 'float32', strips: [], values: { min: 0, max: 1 } });
    expect(input?.pictures).toHaveLength(6);
    const [picture] = input?.pictures ?? [];
    expect(picture).toMatchObject({ width: 28, height: 28 });
    expect(new Set(picture?.pixels.filter((_, index) => index % 4 === 3))).toEqual(new Set([255]));
    expect(Math.max(...(picture?.pixels.filter((_, index) => index % 4 < 3) ?? []))).toBeGreaterThan(200);
  });

  it('shows the values of a table in order', async () => {
    const { inputs, warnings } = await preview('tabular_mlp.onnx');
    expect(inputs.map(({ pictures, strips }) => [pictures.length, strips.length, strips[0]?.length])).toEqual([[0, 4, 30]]);
    expect(warnings).toEqual([FEW]);
  });

  it('says that pictures were not scaled, and how to do it', async () => {
    const { warnings } = await preview('mnist_resnet.onnx', { data: rescaled(1) });
    expect(warnings[0]).toMatch(
      /^The values of “input” \(0 … 255\) look unnormalised: .* times as widely as batch normalization saw in training\. Divide them by 255/,
    );
  });

  it('says that pictures were scaled twice', async () => {
    const { warnings } = await preview('mnist_resnet.onnx', { data: rescaled(1 / 255 ** 2) });
    expect(warnings[0]).toContain('look scaled down too far');
  });

  it('takes data beside the model as a measure where no layer tells', async () => {
    const data = path.join(temporaryFolder(), 'vit');
    fs.cpSync(path.join(models, 'mnist_vit.data'), data, { recursive: true });
    fs.writeFileSync(path.join(data, 'preprocess.json'), JSON.stringify({ scale: 16 / 255 }));
    const { warnings } = await preview('mnist_vit.onnx', { data });
    expect(warnings).toEqual([expect.stringMatching(/spread 1\d\.\d times as widely as those in mnist_vit\.data \(0 … 1\)/), FEW]);
  });

  it('calls made-up values meaningless, also where data lie beside the model', async () => {
    const { kind, warnings } = await preview('mnist_resnet.onnx', { withoutData: true });
    expect(kind).toBe('synthetic');
    expect(warnings).toEqual([expect.stringContaining('mean nothing')]);
  });

  it('refuses data that do not fit, in words', async () => {
    await expect(preview('mnist_resnet.onnx', { data: path.join(models, 'tabular_mlp.calib.npz') })).rejects.toMatchObject({
      reason: 'data-missing',
    });
  });
});
