import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { modelLines } from '../../../src/cli/terminal/modelLines';
import { terminalStyle } from '../../../src/cli/terminal/style';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import { buildModel, type FixtureGraph } from '../../fixtures/buildModel';

const branch = (width: number): FixtureGraph => ({
  initializers: [{ name: `w${String(width)}`, dims: [4, width], values: new Array<number>(4 * width).fill(1) }],
  nodes: [{ op: 'MatMul', inputs: ['x', `w${String(width)}`], outputs: [`y${String(width)}`] }],
  outputs: [{ name: `y${String(width)}` }],
});

describe('modelLines', () => {
  it('says what lies in subgraphs, which the totals leave out', () => {
    const model = openModelBytes(
      buildModel({
        inputs: [
          { name: 'c', dtype: 'bool', shape: [] },
          { name: 'x', shape: [1, 4] },
        ],
        nodes: [
          { op: 'If', inputs: ['c'], outputs: ['y'], attributes: { then_branch: { graph: branch(2) }, else_branch: { graph: branch(3) } } },
        ],
        outputs: [{ name: 'y' }],
      }),
    );
    const analysis = analyze(model.graph, model.reader, { dims: new Map() });
    const lines = modelLines('a.onnx', { model, analysis }, terminalStyle(false, 80));
    expect(lines).toContain('  and in subgraphs, each run once: 20 MACs, 20 parameters');
  });

  it('says what is wrong with the file besides what its analysis found', () => {
    const bytes = buildModel({
      inputs: [{ name: 'x', shape: [2] }],
      nodes: [{ op: 'Mystery', inputs: ['x'], outputs: ['y'] }],
      outputs: [{ name: 'y' }],
    });
    const model = openModelBytes(bytes);
    const analysis = analyze(model.graph, model.reader, { dims: new Map() });
    const missing = { severity: 'warning', reason: 'external-data-missing', message: 'The data file is missing.' } as const;
    const lines = modelLines('a.onnx', { model: { ...model, problems: [missing, ...model.problems] }, analysis }, terminalStyle(false, 80));
    expect(lines).toContain('  warning: The data file is missing.');
    expect(lines).toContain('  1 node has no known shape');
    expect(lines.filter(line => line.includes('Mystery'))).toHaveLength(1);
  });
});
