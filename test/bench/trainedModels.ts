import fs from 'node:fs';
import path from 'node:path';

/** What a trained model reads; files in the folder `data` beside it. */
export interface TrainedModel {
  readonly input: string;
  readonly samples: string;
  /** Class ids of `samples`. */
  readonly labels: string;
  /** What to calibrate with; none of it is in `samples`. */
  readonly calibration: string;
  /** How stored samples become what the model reads; absent where they are that already. */
  readonly preprocess?: Readonly<Record<string, string | number>>;
}

/** How stored images of 8 bits become what the models read. */
export const IMAGES = { layout: 'NCHW', scale: 1 / 255, dtype: 'float32' };

/** Models with labelled samples that none of them was trained on. */
export const TRAINED_MODELS: ReadonlyMap<string, TrainedModel> = new Map([
  ...['mnist_resnet', 'mnist_mobile', 'mnist_wide', 'mnist_vit'].map((name): [string, TrainedModel] => {
    const input = name === 'mnist_vit' ? 'pixel_values' : 'input';
    const mnist = { samples: 'mnist_test_images_u8.npy', labels: 'mnist_test_labels.npy', preprocess: IMAGES };
    return [name, { input, ...mnist, calibration: `mnist_calib200_${input}.npz` }];
  }),
  [
    'tabular_mlp',
    {
      input: 'features',
      samples: 'breast_cancer_test_features.npy',
      labels: 'breast_cancer_test_labels.npy',
      calibration: 'breast_cancer_calib_features.npz',
    },
  ],
]);

/** Makes `folder` the labelled samples of a model as `--eval` takes them. */
export function writeLabelled({ input, samples, labels, preprocess }: TrainedModel, data: string, folder: string): string {
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(path.join(data, samples), path.join(folder, `${input}.npy`));
  fs.copyFileSync(path.join(data, labels), path.join(folder, 'labels.npy'));
  if (preprocess !== undefined) fs.writeFileSync(path.join(folder, 'preprocess.json'), JSON.stringify(preprocess));
  return folder;
}
