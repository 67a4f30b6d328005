import type { onnx } from '../../generated/onnx';
import { isIdentifier, isQualifiedName, quoted } from './names';
import type { TextLosses } from './textLosses';
import { VOCABULARY } from './vocabulary';

type TypeProto = onnx.TypeProto.$Properties;
type ShapeProto = onnx.TensorShapeProto.$Properties;

/** A type as the text syntax writes it; `undefined` for one that it cannot write: no value, an unknown element type, an odd opaque name. */
export function typeSyntax(type: TypeProto, subject: string, losses: TextLosses): string | undefined {
  losses.unplaced('a type', subject, type, ['denotation']);
  if (isPresent(type.tensorType)) return tensorTypeText(type.tensorType, subject, losses);
  if (isPresent(type.sparseTensorType)) return wrapped('sparse_tensor', tensorTypeText(type.sparseTensorType, subject, losses));
  if (isPresent(type.sequenceType)) return wrapped('seq', elementText(type.sequenceType.elemType, subject, losses));
  if (isPresent(type.optionalType)) return wrapped('optional', elementText(type.optionalType.elemType, subject, losses));
  if (isPresent(type.mapType)) return mapText(type.mapType, subject, losses);
  return isPresent(type.opaqueType) ? opaqueText(type.opaqueType) : undefined;
}

function isPresent<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}

function wrapped(word: string, inner: string | undefined): string | undefined {
  return inner === undefined ? undefined : `${word}(${inner})`;
}

function elementText(type: TypeProto | null | undefined, subject: string, losses: TextLosses): string | undefined {
  return isPresent(type) ? typeSyntax(type, subject, losses) : undefined;
}

/** `float[2,N]`; `float` is a scalar and `float[]` of unknown rank. */
function tensorTypeText({ elemType, shape }: onnx.TypeProto.Tensor.$Properties, subject: string, losses: TextLosses): string | undefined {
  const element = VOCABULARY.elementName(elemType ?? 0);
  if (element === undefined || !isPresent(shape)) return element === undefined ? undefined : `${element}[]`;
  const dims = shape.dim ?? [];
  for (const dim of dims) losses.unplaced('a dimension', subject, dim, ['denotation']);
  return dims.length === 0 ? element : `${element}[${dims.map(dimText).join(',')}]`;
}

function dimText({ dimValue, dimParam }: NonNullable<ShapeProto['dim']>[number]): string {
  if (isPresent(dimValue)) return String(dimValue);
  if (!isPresent(dimParam)) return '?';
  return isIdentifier(dimParam) ? dimParam : quoted(dimParam);
}

function mapText({ keyType, valueType }: onnx.TypeProto.Map.$Properties, subject: string, losses: TextLosses): string | undefined {
  const key = VOCABULARY.elementName(keyType ?? 0);
  const value = elementText(valueType, subject, losses);
  return key === undefined || value === undefined ? undefined : `map(${key}, ${value})`;
}

function opaqueText({ domain, name }: onnx.TypeProto.Opaque.$Properties): string | undefined {
  const [scope, own] = [domain ?? '', name ?? ''];
  if (scope === '') return own === '' || isQualifiedName(own) ? `opaque(${own})` : undefined;
  return isQualifiedName(scope) && isIdentifier(own) ? `opaque(${scope},${own})` : undefined;
}
