import type { AttributeValue } from '../shared/graph/attribute';

/** Longer lists and texts are cut: they are shown on one line. */
const MAX_ITEMS = 64;
const MAX_CHARACTERS = 1000;

/** The value of an attribute in one line. */
export function attributeText(value: AttributeValue): string {
  switch (value.kind) {
    case 'float':
    case 'int':
      return String(value.value);
    case 'string':
      return cut(value.value);
    case 'floats':
    case 'ints':
      return list(value.values.map(String));
    case 'strings':
      return list(value.values.map(text => JSON.stringify(text)));
    case 'tensor':
      return `${value.weight.dtype}[${value.weight.dims.join(', ')}]`;
    case 'tensors':
      return `${value.weights.length} tensors`;
    case 'graph':
      return 'graph';
    case 'graphs':
      return `${value.subgraphs.length} graphs`;
    case 'type':
      return value.type.kind;
    case 'reference':
      return `@${cut(value.name)}`;
    case 'unread':
      return '…';
  }
}

function list(items: readonly string[]): string {
  const shown = items.slice(0, MAX_ITEMS).join(', ');
  return cut(items.length > MAX_ITEMS ? `[${shown}, … ${items.length} in all]` : `[${shown}]`);
}

function cut(text: string): string {
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
}
