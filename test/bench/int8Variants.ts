import path from 'node:path';
import { optimizeModel } from '../../src/worker/optimize/optimize';

const SILENT = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
const PASSES = ['quantize-dynamic', 'quantize-static'] as const;

/** Writes the INT8 variants of a model that can be made into `folder`; says which cannot, and why. */
export async function writeInt8Variants(file: string, folder: string, dims: Readonly<Record<string, number>>): Promise<readonly string[]> {
  const written: string[] = [];
  for (const id of PASSES) {
    const output = path.join(folder, `${path.basename(file, '.onnx')}.${id}.onnx`);
    try {
      await optimizeModel(
        {
          kind: 'optimize',
          path: file,
          output,
          passes: [{ id, parameters: {} }],
          conditions: { dims, threads: 1, seed: 0, samples: 8 },
          evaluationData: undefined,
          measure: false,
          batch: 1,
        },
        SILENT,
      );
      written.push(output);
    } catch (error) {
      console.log(`${path.basename(output)}: not made: ${error instanceof Error ? error.message.slice(0, 160) : String(error)}`);
    }
  }
  return written;
}
