import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { onnx } from '../../../src/onnx/generated/onnx';
import { openModel } from '../../../src/onnx/openModel';
import { writeModel } from '../../../src/onnx/writeModel';
import { clean } from '../../../src/optimize/rewrite/clean';
import { tensorByName } from '../../../src/shared/graph/traversal';
import { interfaceChange } from '../../bench/interfaceChange';
import { passInput } from '../../fixtures/passInput';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const folder = temporaryFolder();
/** Field 1000 with some bytes, which no version of ONNX has; as long as the documentation whose place it takes. */
const UNKNOWN_FIELD = Buffer.from([0xc2, 0x3e, 5, 1, 2, 3, 4, 5]);
const PLACES = ['2\x06PLACE1', 'R\x06PLACE2', '2\x06PLACE3'];
const COUNT = 1024;

/** A product with a weight, around which two nodes do nothing; a node, the graph and the model have a field that nobody knows. */
function modelWithUnknownFields(): Uint8Array {
  const value = (name: string) => ({
    name,
    type: { tensorType: { elemType: 1, shape: { dim: [{ dimParam: 'n' }, { dimValue: COUNT }] } } },
  });
  const rawData = new Uint8Array(Float32Array.from({ length: COUNT }, (_, index) => index).buffer);
  const bytes = Buffer.from(
    onnx.ModelProto.encode({
      irVersion: 8,
      producerName: 'somebody',
      docString: 'PLACE3',
      opsetImport: [{ version: 17 }, { domain: 'ai.onnx.ml', version: 3 }],
      metadataProps: [{ key: 'author', value: 'somebody' }],
      graph: {
        name: 'main',
        docString: 'PLACE2',
        input: [value('x')],
        output: [value('y')],
        initializer: [{ name: 'w', dims: [COUNT], dataType: 1, rawData }],
        node: [
          { opType: 'Identity', input: ['x'], output: ['a'] },
          { opType: 'Mul', name: 'product', input: ['w', 'w'], output: ['square'], docString: 'PLACE1' },
          { opType: 'Mul', name: 'last', input: ['a', 'w'], output: ['b'] },
          { opType: 'Sub', name: 'rest', input: ['b', 'square'], output: ['c'] },
          { opType: 'Identity', input: ['c'], output: ['y'] },
        ],
      },
    }).finish(),
  );
  for (const place of PLACES) UNKNOWN_FIELD.copy(bytes, bytes.indexOf(place));
  return bytes;
}

describe('the file of a cleaned model', () => {
  it.each(['auto', 'keep'] as const)('keeps external data (%s), unknown fields, metadata, inputs and outputs', async weights => {
    const source = path.join(folder, `source-${weights}.onnx`);
    fs.writeFileSync(source, modelWithUnknownFields());
    const embedded = await openModel(source);
    const file = path.join(folder, `external-${weights}.onnx`);
    await writeModel(embedded, embedded.graph, file, { weights: 'external' });
    const model = await openModel(file);
    expect(model.weights.externalFiles.size).toBe(1);
    const { graph } = await clean.plan(
      passInput(model.graph, { readerOf: of => model.readerOf(of), parameters: { without: 'constants' } }),
    );
    const output = path.join(folder, `clean-${weights}.onnx`);
    await writeModel(model, graph, output, { weights });
    const cleaned = await openModel(output);
    expect(cleaned.graph.nodes.names).toEqual(['product', 'last', 'rest']);
    expect([...cleaned.graph.facts.opsets.keys()]).toEqual(['']);
    expect(interfaceChange(model, cleaned, false)).toBeUndefined();
    expect(cleaned.reader.readSmall(tensorByName(cleaned.graph, 'w'))?.data).toEqual(
      Float32Array.from({ length: COUNT }, (_, index) => index),
    );
    expect(cleaned.weights.externalFiles.size).toBe(weights === 'keep' ? 1 : 0);
    expect(fs.readFileSync(output).toString('latin1').split(UNKNOWN_FIELD.toString('latin1'))).toHaveLength(PLACES.length + 1);
  });
});
