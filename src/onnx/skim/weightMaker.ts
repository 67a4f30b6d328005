import { dtypeFromNumber, tensorBytes, type Dtype } from '../../shared/graph/dtype';
import { elementCount } from '../../shared/graph/shape';
import type { Weight, WeightBytes } from '../../shared/graph/weight';
import type { Result } from '../../shared/base/result';
import type { Reason } from '../../shared/report/reason';
import type { ByteRange } from '../byteSource';
import type { ExternalFault } from '../externalData/externalFault';
import { parseExternalEntries, type ExternalEntries } from '../externalData/parseExternalEntries';
import type { ExternalFile, ExternalStore } from '../externalData/externalStore';
import type { ProblemList } from '../problemList';
import { typedFieldOf } from '../tensors/typedFieldOf';
import { BudgetMeter, type BudgetCounter } from './budgetMeter';
import type { SparseTensorHeader, TensorHeader } from './tensorHeader';

/** A file has one checksum; more than one are a contradiction, whatever they are. */
const MOST_CHECKSUMS = 2;

interface Fault {
  readonly reason: Reason;
  readonly message: string;
  /** Whether a data file is to blame. */
  readonly isExternal?: true;
}

/** A location of external data. */
export interface NamedLocation {
  /** How many weights name it. */
  tensors: number;
  /** Checksums that weights give for the whole file: SHA-1, hexadecimal. */
  readonly checksums: Set<string>;
  /** What stands there, or why it may not be used. */
  readonly file: Result<ExternalFile, ExternalFault>;
  /** Why it cannot be used, or not by all. */
  fault: string | undefined;
}

/** Where a weight says that its values lie. */
interface Located {
  readonly entries: ExternalEntries;
  readonly named: NamedLocation;
  readonly file: ExternalFile;
}

/** Why the bytes of a weight cannot be read, where its message is, and whether that is the fault of a data file. */
interface Unavailable {
  readonly reason: Reason;
  readonly message: ByteRange;
  readonly isExternal: boolean;
}

function isFault(value: WeightBytes | Located | Fault): value is Fault {
  return 'message' in value;
}

function invalid(message: string): Fault {
  return { reason: 'invalid-graph', message };
}

/** Turns headers of stored tensors into weights: where the bytes are, judged by what their shape needs, without reading any. */
export class WeightMaker {
  /** Data files that weights lie in, by their location in the model. */
  readonly externalFiles = new Map<string, ExternalFile>();
  /** Every location that weights name, with what is known about it. */
  readonly locations = new Map<string, NamedLocation>();
  /** Weights whose bytes are `unavailable`: why, and where their message is. */
  readonly unavailable = new Map<Weight, Unavailable>();

  private readonly dataFiles: BudgetCounter;

  /** Whether some weight says that it lies in a data file, be the file there or not. */
  hasExternal = false;

  constructor(
    private readonly external: ExternalStore,
    private readonly problems: ProblemList,
    meter = new BudgetMeter(problems),
  ) {
    this.dataFiles = meter.counter('dataFiles');
  }

  /** `subject`: what a problem calls the tensor. */
  makeWeight(header: TensorHeader, subject: string): Weight {
    const dtype = dtypeFromNumber(header.dataType) ?? 'undefined';
    return this.finish(dtype, header, this.findBytes(header, dtype), subject);
  }

  makeSparseWeight(header: SparseTensorHeader, subject: string): Weight {
    const dtype = dtypeFromNumber(header.values?.dataType ?? 0) ?? 'undefined';
    return this.finish(dtype, header, this.findSparse(header, dtype), subject);
  }

  private finish(dtype: Dtype, { dims, message }: TensorHeader | SparseTensorHeader, bytes: WeightBytes | Fault, subject: string): Weight {
    if (!isFault(bytes)) return { dtype, dims, bytes };
    this.problems.addFor(subject, bytes.reason === 'invalid-graph' ? 'error' : 'warning', bytes.reason, bytes.message);
    const weight: Weight = { dtype, dims, bytes: { kind: 'unavailable', reason: bytes.message } };
    this.unavailable.set(weight, { reason: bytes.reason, message, isExternal: bytes.isExternal ?? false });
    return weight;
  }

  private findSparse(header: SparseTensorHeader, dtype: Dtype): WeightBytes | Fault {
    const { values, indices, message } = header;
    if (values === undefined || indices === undefined) return invalid('A sparse weight lacks its values or its indices.');
    for (const [part, partDtype] of [[values, dtype] as const, [indices, dtypeFromNumber(indices.dataType) ?? 'undefined'] as const]) {
      const bytes = this.findBytes(part, partDtype);
      if (isFault(bytes)) return bytes;
    }
    const elements = elementCount(header.dims) ?? 0;
    if (header.dims.some(dim => dim < 0) || !Number.isSafeInteger(elements))
      return invalid('A sparse weight has a shape that no memory can hold.');
    return { kind: 'file', file: 'model', form: 'sparse', offset: message.offset, length: message.length };
  }

  private findBytes(header: TensorHeader, dtype: Dtype): WeightBytes | Fault {
    this.hasExternal ||= header.isExternal;
    if (dtype === 'undefined') {
      const found = header.isExternal ? this.locate(header) : undefined;
      if (found !== undefined && isFault(found)) return found;
      return { reason: 'unsupported-type', message: `A weight has the element type ${header.dataType}, which ONNX does not define.` };
    }
    if (header.tooManyDims) return { reason: 'too-many', message: 'A weight has more dimensions than are read.' };
    const elements = elementCount(header.dims) ?? 0;
    const needed = tensorBytes(dtype, elements);
    if (header.dims.some(dim => dim < 0)) return invalid('A weight has a negative dimension.');
    if (!Number.isSafeInteger(needed)) return invalid('A weight has a shape that no memory can hold.');
    if (header.isSegment) return { reason: 'unsupported-type', message: 'A weight is stored in segments, which no runtime reads.' };
    if (header.isExternal) return this.findExternal(header, dtype, needed);
    return header.raw === undefined ? this.findTyped(header, dtype, elements) : this.findRaw(header, dtype, needed);
  }

  private findRaw(header: TensorHeader, dtype: Dtype, needed: number): WeightBytes | Fault {
    const { raw, typedFields } = header;
    if (raw === undefined) return invalid('A weight has no values.');
    if (typedFields.size > 0) return invalid('A weight has its values twice, as raw bytes and as typed values.');
    if (dtype === 'string') return invalid('A weight of text is stored as raw bytes, which ONNX does not allow.');
    if (raw.length !== needed) return invalid(`A weight holds ${raw.length} bytes where its shape needs ${needed}.`);
    return { kind: 'file', file: 'model', form: 'raw', offset: raw.offset, length: raw.length };
  }

  private findTyped(header: TensorHeader, dtype: Dtype, elements: number): WeightBytes | Fault {
    const field = typedFieldOf(dtype);
    if ([...header.typedFields].some(used => used !== field))
      return invalid(`A weight of ${dtype} has its values in a field for another type.`);
    if (header.typedFields.size === 0 && elements > 0) return invalid('A weight has no values.');
    return { kind: 'file', file: 'model', form: 'typedField', ...header.message };
  }

  private findExternal(header: TensorHeader, dtype: Dtype, needed: number): WeightBytes | Fault {
    if (header.raw !== undefined || header.typedFields.size > 0) {
      return { reason: 'external-data-invalid', message: 'A weight has values in the model and in a data file.' };
    }
    if (dtype === 'string')
      return { reason: 'external-data-invalid', message: 'A weight of text is stored as external data, which ONNX does not allow.' };
    const found = this.locate(header);
    if (isFault(found)) return found;
    const { named, file, entries } = found;
    const { offset, length = needed } = entries;
    if (length !== needed) {
      const message = `A weight has ${length} bytes of external data where its shape needs ${needed}.`;
      return { reason: 'external-data-invalid', message, isExternal: true };
    }
    if (offset + length > file.byteLength) {
      const message = `The data file ${JSON.stringify(entries.location)} has ${file.byteLength} bytes, but weights lie beyond its end. Get the file again.`;
      named.fault = message;
      return { reason: 'external-data-short', message, isExternal: true };
    }
    return { kind: 'file', file: file.path, form: 'external', offset, length };
  }

  /** Finds the data file of a weight, which a copy then takes along. */
  private locate({ external }: TensorHeader): Located | Fault {
    const entries = parseExternalEntries(external);
    if (!entries.ok) return { ...entries.error, isExternal: true };
    const named = this.noteLocation(entries.value);
    if (named === undefined)
      return { reason: 'too-many', message: 'A weight lies in one of more data files than are looked for.', isExternal: true };
    const { file } = named;
    return file.ok ? { entries: entries.value, named, file: file.value } : { ...file.error, isExternal: true };
  }

  /** `undefined` for one more location than the budget allows. */
  private noteLocation({ location, checksum }: ExternalEntries): NamedLocation | undefined {
    const named = this.locations.get(location) ?? this.newLocation(location);
    if (named === undefined) return undefined;
    named.tensors++;
    if (checksum !== undefined && named.checksums.size < MOST_CHECKSUMS) named.checksums.add(checksum.toLowerCase());
    return named;
  }

  private newLocation(location: string): NamedLocation | undefined {
    if (!this.dataFiles.take()) return undefined;
    const file = this.external.locate(location);
    const named = { tensors: 0, checksums: new Set<string>(), file, fault: file.ok ? undefined : file.error.message };
    this.locations.set(location, named);
    if (file.ok) this.externalFiles.set(location, file.value);
    return named;
  }
}
