import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findNeighborData } from '../../../src/host/documents/neighborData';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const folder = temporaryFolder();
const at = (name: string): string => path.join(folder, name);

describe('data beside a model', () => {
  it('is a folder: a file of that name holds weights', () => {
    fs.writeFileSync(at('weights.data'), 'weights');
    expect(findNeighborData(at('weights.onnx')).calibration).toBeUndefined();
    fs.mkdirSync(at('model.data'));
    expect(findNeighborData(at('model.onnx')).calibration).toBe(at('model.data'));
  });

  it('is looked for as an archive, too, and apart for judging', () => {
    fs.writeFileSync(at('weights.calib.npz'), '');
    fs.mkdirSync(at('weights.eval'));
    expect(findNeighborData(at('weights.onnx'))).toEqual({ calibration: at('weights.calib.npz'), evaluation: at('weights.eval') });
  });
});
