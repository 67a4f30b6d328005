import fs from 'node:fs';
import path from 'node:path';
import { buildModel } from '../fixtures/buildModel';

const CHANNELS = 32;
const SIZE = 28;
const KERNEL = 3;

/** Convolutions one after the other, each about 0.1 ms of one core: `layers` sets how much work there is. */
export function convolutionChain(layers: number): Uint8Array {
  const weights = Float32Array.from({ length: CHANNELS * CHANNELS * KERNEL * KERNEL }, (_, index) => Math.sin(index) / 20);
  const raw = new Uint8Array(weights.buffer);
  const shape = [1, CHANNELS, SIZE, SIZE];
  return buildModel({
    nodes: Array.from({ length: layers }, (_, layer) => ({
      op: 'Conv',
      inputs: [`x${layer}`, `w${layer}`],
      outputs: [`x${layer + 1}`],
      attributes: { kernel_shape: [KERNEL, KERNEL], pads: [1, 1, 1, 1] },
    })),
    inputs: [{ name: 'x0', shape }],
    outputs: [{ name: `x${layers}`, shape }],
    initializers: Array.from({ length: layers }, (_, layer) => ({ name: `w${layer}`, dims: [CHANNELS, CHANNELS, KERNEL, KERNEL], raw })),
  });
}

/** Writes the chain with so many layers and returns its path. */
export function writeChain(folder: string, name: string, layers: number): string {
  const file = path.join(folder, `${name}.onnx`);
  fs.writeFileSync(file, convolutionChain(layers));
  return file;
}
