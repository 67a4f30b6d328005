import { onnx } from '../../src/onnx/generated/onnx';
import { seededRandom, type Random } from '../../src/shared/base/random';

/** A model with one or two fields changed: the same for the same seed. */
export function mutantOf(bytes: Uint8Array, seed: number): Uint8Array {
  const model = onnx.ModelProto.decode(bytes);
  const random = seededRandom(seed);
  const edits = 1 + Math.floor(random() * 2);
  for (let edit = 0; edit < edits; edit++) mutate(model.graph?.node ?? [], random);
  return onnx.ModelProto.encode(model).finish();
}

function mutate(nodes: readonly onnx.NodeProto.$Properties[], random: Random): void {
  const node = pick(nodes, random);
  const inputs = node?.input ?? [];
  const attribute = pick(node?.attribute ?? [], random);
  const slot = Math.floor(random() * inputs.length);
  switch (Math.floor(random() * 5)) {
    case 0:
      if (inputs.length > 0) inputs[slot] = '';
      break;
    case 1:
      inputs.push(inputs[slot] ?? '');
      break;
    case 2:
      if (attribute !== undefined) attribute.i = pick([-1, 0, 2 ** 31 - 1, 64], random) ?? 0;
      break;
    case 3:
      if (attribute !== undefined) attribute.ints = [];
      break;
    default:
      if (node !== undefined) node.opType = pick(nodes, random)?.opType ?? 'Max';
  }
}

function pick<T>(items: readonly T[], random: Random): T | undefined {
  return items[Math.floor(random() * items.length)];
}
