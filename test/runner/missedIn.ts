import { analyze } from '../../src/analysis/analyze';
import { missedFusions } from '../../src/analysis/fusions/missedFusions';
import { openModel } from '../../src/onnx/openModel';
import type { MissedFusion } from '../../src/shared/report/missedFusion';
import { quickProfile } from './jobFixtures';

/** Fusions that did not happen when the model ran with these sizes. */
export async function missedIn(file: string, dims: Readonly<Record<string, number>>): Promise<readonly MissedFusion[]> {
  const { kernels } = await quickProfile(file, { dims });
  const opened = await openModel(file);
  try {
    return missedFusions(opened.graph, analyze(opened.graph, opened.reader, { dims: new Map() }), kernels, 'all');
  } finally {
    await opened.close();
  }
}
