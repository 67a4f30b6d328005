import type { ByteRange } from '../byteSource';

export interface DeviceConfiguration {
  readonly name: string;
  readonly devices: number;
}

/** Top level of a model: its facts, and where the graphs are. */
export interface ModelFields {
  /** `undefined` when the file gives none. */
  readonly irVersion: number | undefined;
  readonly opsetImports: readonly { readonly domain: string; readonly version: number }[];
  readonly producerName: string;
  readonly producerVersion: string;
  readonly docString: string;
  readonly metadata: ReadonlyMap<string, string>;
  /** Parts of the main graph, merged as protobuf asks; empty when there is none. */
  readonly graph: readonly ByteRange[];
  readonly functions: readonly ByteRange[];
  readonly training: readonly ByteRange[];
  /** Sets of devices that nodes may be spread over (IR 11). */
  readonly deviceConfigurations: readonly DeviceConfiguration[];
}
