import { bench, describe } from 'vitest';
import { analyze } from '../../src/analysis/analyze';
import { onnx } from '../../src/onnx/generated/onnx';
import { MemorySource } from '../../src/onnx/memorySource';
import { openModelBytes } from '../../src/onnx/openModelBytes';
import { modelText } from '../../src/onnx/text/modelText';
import { parseModelText } from '../../src/onnx/text/parse/parseModelText';
import { textForm } from '../../src/onnx/textForm';
import { buildModel } from '../fixtures/buildModel';

const NODES = 100_000;
const FEW = { iterations: 5, time: 0, warmupIterations: 1, warmupTime: 0, throws: true };

/** A chain with scopes in its names, as exporters write them. */
const bytes = buildModel({
  inputs: [{ name: 'x', dtype: 'float32', shape: ['batch', 64] }],
  outputs: [{ name: `t${NODES - 1}` }],
  nodes: Array.from({ length: NODES }, (_, node) => ({
    name: `/layers.${Math.floor(node / 100)}/act${node}/Relu`,
    op: 'Relu',
    inputs: [node === 0 ? 'x' : `t${node - 1}`],
    outputs: [`t${node}`],
  })),
});
const { graph, reader } = openModelBytes(bytes);
const analysis = analyze(graph, reader, { dims: new Map() });
const write = (): string => [...modelText(new MemorySource(bytes, 'chain.onnx'), { full: true, raw: true })].join('');
const text = write();

describe(`${NODES} nodes`, () => {
  bench('protobufjs: full decode, for comparison', () => void onnx.ModelProto.decode(bytes), FEW);
  bench('official text, written', () => void write(), FEW);
  bench('official text, read', () => void parseModelText(text, 'chain.onnxtxt'), FEW);
  bench('compact reading form', () => void textForm(graph, analysis), FEW);
});
