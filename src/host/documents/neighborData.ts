import fs from 'node:fs';
import path from 'node:path';

/** Data found beside a model by the names that the command line looks for as well. Paths. */
export interface NeighborData {
  readonly calibration: string | undefined;
  /** Labelled; never fitted on. */
  readonly evaluation: string | undefined;
}

/** `NAME.data/` or `NAME.calib.npz` to fit on, `NAME.eval/` to judge by. A file `NAME.data` holds weights: exporters call external data so. */
export function findNeighborData(model: string): NeighborData {
  const stem = path.join(path.dirname(model), path.basename(model, path.extname(model)));
  return {
    calibration: isFolder(`${stem}.data`) ? `${stem}.data` : [`${stem}.calib.npz`].find(file => fs.existsSync(file)),
    evaluation: [`${stem}.eval`].find(isFolder),
  };
}

function isFolder(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
