import type { ByteRange } from '../byteSource';
import { DEVICE_CONFIGURATION, MODEL, OPSET } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import type { BudgetMeter } from './budgetMeter';
import type { DeviceConfiguration, ModelFields } from './modelFields';
import { skimRange } from './skimRange';
import { skimEntry } from './skimTensor';

interface Draft {
  irVersion: number | undefined;
  producerName: string;
  producerVersion: string;
  docString: string;
  readonly opsetImports: { readonly domain: string; readonly version: number }[];
  readonly metadata: Map<string, string>;
  readonly graph: ByteRange[];
  readonly functions: ByteRange[];
  readonly training: ByteRange[];
  readonly deviceConfigurations: DeviceConfiguration[];
}

/** Reads the fields of the ModelProto that is the whole source, passing over the graphs. Throws `truncated` or `corrupt`. */
export function skimModel(cursor: WireCursor, meter: BudgetMeter): ModelFields {
  const end = cursor.source.byteLength;
  const draft: Draft = {
    irVersion: undefined, producerName: '', producerVersion: '', docString: '', opsetImports: [], metadata: new Map(), graph: [], functions: [], training: [], deviceConfigurations: [],
  }; // prettier-ignore
  cursor.seek(0);
  while (cursor.more(end)) skimField(cursor, cursor.tag(), end, draft, meter);
  return draft;
}

function skimField(cursor: WireCursor, tag: number, end: number, draft: Draft, meter: BudgetMeter): void {
  switch (tag) {
    case MODEL.irVersion:
      draft.irVersion = cursor.signed();
      break;
    case MODEL.producerName:
      draft.producerName = cursor.text(cursor.fieldEnd(end));
      break;
    case MODEL.producerVersion:
      draft.producerVersion = cursor.text(cursor.fieldEnd(end));
      break;
    case MODEL.docString:
      draft.docString = cursor.text(cursor.fieldEnd(end));
      break;
    case MODEL.graph:
      if (meter.take('attributeParts')) draft.graph.push(skimRange(cursor, end));
      else cursor.skipRun(tag, end);
      break;
    case MODEL.functions:
      if (meter.take('functions')) draft.functions.push(skimRange(cursor, end));
      else cursor.skipRun(tag, end);
      break;
    case MODEL.trainingInfo:
      if (meter.take('functions')) draft.training.push(skimRange(cursor, end));
      else cursor.skipRun(tag, end);
      break;
    case MODEL.configuration:
      if (meter.take('functions')) draft.deviceConfigurations.push(skimDeviceConfiguration(cursor, cursor.fieldEnd(end)));
      else cursor.skipRun(tag, end);
      break;
    case MODEL.opsetImport:
      if (meter.take('opsets')) draft.opsetImports.push(skimOpset(cursor, cursor.fieldEnd(end)));
      else cursor.skipRun(tag, end);
      break;
    case MODEL.metadataProps:
      if (meter.take('metadataEntries')) draft.metadata.set(...skimEntry(cursor, cursor.fieldEnd(end)));
      else cursor.skipRun(tag, end);
      break;
    default:
      cursor.skipRun(tag, end);
  }
}

function skimDeviceConfiguration(cursor: WireCursor, end: number): DeviceConfiguration {
  let name = '';
  let devices = 0;
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === DEVICE_CONFIGURATION.name) name = cursor.text(cursor.fieldEnd(end));
    else if (tag === DEVICE_CONFIGURATION.devices) devices = cursor.signed32();
    else cursor.skipRun(tag, end);
  }
  return { name, devices };
}

/** Reads an OperatorSetIdProto that ends at `end`. */
export function skimOpset(cursor: WireCursor, end: number): { readonly domain: string; readonly version: number } {
  let domain = '';
  let version = 0;
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === OPSET.domain) domain = cursor.text(cursor.fieldEnd(end));
    else if (tag === OPSET.version) version = cursor.signed();
    else cursor.skipRun(tag, end);
  }
  return { domain: domain === 'ai.onnx' ? '' : domain, version };
}
