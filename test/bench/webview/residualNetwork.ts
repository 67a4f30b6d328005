import { buildModel, type FixtureNode } from '../../fixtures/buildModel';

const CHANNELS = 8;
const SIZE = 14;
const BLOCKS_PER_STAGE = 20;
const NODES_PER_BLOCK = 5;

/** Residual blocks of two convolutions, all sizes known, named as PyTorch does: as many nodes as asked for, to the next block. */
export function residualNetwork(nodes: number): Uint8Array {
  const blocks = Math.ceil(nodes / NODES_PER_BLOCK);
  const shape = [1, CHANNELS, SIZE, SIZE];
  const raw = new Uint8Array(Float32Array.from({ length: CHANNELS * CHANNELS * 9 }, (_, index) => Math.sin(index) / 9).buffer);
  const weights = Array.from({ length: blocks }, (_, block) => [1, 2].map(conv => `${moduleOf(block)}.conv${conv}.weight`)).flat();
  return buildModel({
    nodes: Array.from({ length: blocks }, (_, block) => blockNodes(block)).flat(),
    inputs: [{ name: 'x0', shape }],
    outputs: [{ name: `x${blocks}`, shape }],
    initializers: weights.map(name => ({ name, dims: [CHANNELS, CHANNELS, 3, 3], raw })),
  });
}

function moduleOf(block: number): string {
  return `layer${Math.floor(block / BLOCKS_PER_STAGE)}.${block % BLOCKS_PER_STAGE}`;
}

function blockNodes(block: number): readonly FixtureNode[] {
  const scope = `/layer${Math.floor(block / BLOCKS_PER_STAGE)}/${moduleOf(block)}`;
  const at = (place: string): string => `${scope}/${place}_output_0`;
  const convolution = (place: 'conv1' | 'conv2', input: string): FixtureNode => ({
    op: 'Conv',
    name: `${scope}/${place}/Conv`,
    inputs: [input, `${moduleOf(block)}.${place}.weight`],
    outputs: [at(place)],
    attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
  });
  return [
    convolution('conv1', `x${block}`),
    { op: 'Relu', name: `${scope}/relu/Relu`, inputs: [at('conv1')], outputs: [at('relu')] },
    convolution('conv2', at('relu')),
    { op: 'Add', name: `${scope}/Add`, inputs: [at('conv2'), `x${block}`], outputs: [at('add')] },
    { op: 'Relu', name: `${scope}/relu_1/Relu`, inputs: [at('add')], outputs: [`x${block + 1}`] },
  ];
}
