import { describe, expect, it } from 'vitest';
import { BEGINNING, BUDGET } from '../../../src/onnx/budgets';
import { onnx } from '../../../src/onnx/generated/onnx';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import { LayerwiseError } from '../../../src/shared/report/layerwiseError';
import { BOMBS } from '../../fixtures/bombs';
import { buildModel } from '../../fixtures/buildModel';

/** What a bomb says; `npm run bench:bombs` measures all of them, with their time and memory. */
function answerTo(bomb: string): string {
  try {
    const { graph, problems } = openModelBytes(BOMBS[bomb]!());
    for (let node = 0; node < graph.nodes.count; node++) graph.nodes.attributes(node);
    expect(graph.nodes.count).toBeLessThanOrEqual(BUDGET.nodes);
    return problems.map(({ message }) => message).join(' ');
  } catch (error) {
    if (!(error instanceof LayerwiseError)) throw error;
    return error.message;
  }
}

describe('bombs', () => {
  it.each([
    ['tensors of an attribute', 'more than 150,000 tensors and graphs in attributes'],
    ['training graphs', 'more than 125,000 nodes'],
    ['sparse initializers of rank 1,000', 'more than 1,000,000 dimensions of weights'],
    ['nested bodies', 'more than 10,000 nested graphs'],
    ['values of an attribute', 'more than 30,000,000 fields, so it is not read'],
    ['empty weights', 'more than 30,000,000 fields, so it is not read'],
  ])(
    '%s: %s',
    (bomb, sentence) => {
      expect(answerTo(bomb)).toContain(sentence);
    },
    60_000,
  );

  it('reads only the beginning of a model with more parts than any has, and says so', () => {
    const said = answerTo('tensors of an attribute');
    expect(said).toContain('The model has more than 150,000 tensors and graphs in attributes; only its beginning is shown.');
    expect(said).toContain('more than 7,500 tensors and graphs in attributes; what lies beyond is not shown');
  }, 60_000);

  it('leaves out a name that is longer than any text that is kept', () => {
    expect(answerTo('a long name of odd bytes')).toBe(
      'The model has more than 16,777,216 bytes in one text; what lies beyond is not shown.',
    );
  }, 60_000);

  it('holds the beginning to the share of names that it says', () => {
    expect(answerTo('long names in another script')).toContain('more than 2,516,582 bytes of names; what lies beyond is not shown');
  }, 60_000);

  it('reads the rest of a model with a text of any length, and copies an attribute that has one', () => {
    const long = 'x'.repeat(BUDGET.textBytes + 1);
    const nodes = Array.from({ length: 2000 }, () => ({
      op: 'Tokenizer',
      domain: 'my',
      attributes: { vocabulary: long.slice(0, 1), n: 1 },
    }));
    const { graph, problems } = openModelBytes(
      buildModel({
        nodes: [{ op: 'Tokenizer', domain: 'my', attributes: { vocabulary: long } }, ...nodes],
        metadata: { vocabulary: long },
      }),
    );
    expect(graph.nodes.count).toBe(2001);
    expect(problems.map(({ message }) => message)).toEqual([
      'The model has more than 16,777,216 bytes in one text; what lies beyond is not shown.',
    ]);
    expect([0, 1].map(node => graph.nodes.attributes(node).get('vocabulary'))).toEqual([
      { kind: 'unread' },
      { kind: 'string', value: 'x' },
    ]);
  });

  it('decodes what a function has by default once, however many calls ask for it', () => {
    const ints = new Array<number>(1000).fill(1);
    const defaults = { name: 'axes', type: onnx.AttributeProto.AttributeType.INTS, ints };
    const functions = [{ name: 'F', domain: 'my', attributeProto: [defaults], node: [] }];
    const { graph } = openModelBytes(onnx.ModelProto.encode({ irVersion: 10, functions, graph: { name: 'g', node: [] } }).finish());
    const read = graph.subgraphs[1]?.functionDefaults;
    for (let call = 0; call <= BUDGET.attributeValues / ints.length; call++) expect(read?.().get('axes')?.kind).toBe('ints');
  });

  it('decodes no more values of attributes than all lists together may have', () => {
    const { graph } = openModelBytes(BOMBS['values of many attributes']!());
    const lists = Array.from({ length: graph.nodes.count }, (_, node) => graph.nodes.attributes(node).get('pads'));
    const values = lists.reduce((sum, list) => sum + (list?.kind === 'ints' ? list.values.length : 0), 0);
    expect(values).toBeGreaterThan(BUDGET.attributeValues / 2);
    expect(values).toBeLessThanOrEqual(BUDGET.attributeValues);
    expect(lists.at(-1)).toEqual({ kind: 'unread' });
  }, 60_000);

  it('reads no more attributes of a model that is cut than its beginning has, however often it is asked', () => {
    const { graph } = openModelBytes(BOMBS['attributes of many nodes']!());
    const nodes = Array.from({ length: graph.nodes.count }, (_, node) => node);
    for (let pass = 0; pass < 2; pass++) {
      const read = nodes.reduce((sum, node) => sum + graph.nodes.attributes(node).size, 0);
      expect(read).toBe(BEGINNING * BUDGET.attributes);
    }
  }, 60_000);

  it('opens a chain of 100,000 nodes whole', () => {
    const { graph, problems } = openModelBytes(BOMBS['calls of a large function']!());
    expect(graph.nodes.count).toBe(101_000);
    expect(problems).toEqual([]);
  }, 60_000);

  it('keeps of the beginning a share of what it reads of a whole model', () => {
    const { graph, problems } = openModelBytes(BOMBS['training graphs']!());
    expect(graph.nodes.count).toBe(1);
    expect(problems[0]?.message).toContain('125,000 nodes; only its beginning');
    expect(BEGINNING * BUDGET.nodes).toBeLessThan(20_000);
  }, 60_000);
});
