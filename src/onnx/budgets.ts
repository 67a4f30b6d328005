/**
 * How much of a file is taken in. What lies beyond is left out and named as a problem, so that no file, however made, costs more than a
 * bounded amount of memory. Real models stay far below.
 */
export const BUDGET = {
  nodes: 1_000_000,
  /** Bodies inside bodies; the runtime stops at 32 graphs (onnxruntime#32344). */
  subgraphDepth: 31,
  subgraphs: 50_000,
  /** Node inputs and outputs together. */
  connections: 2_500_000,
  inputsPerNode: 200_000,
  attributesPerNode: 10_000,
  /** Of all nodes. */
  attributes: 1_500_000,
  /** Values of one list that is decoded; a longer one is copied only (forests of trees have the longest). */
  attributeValues: 4_000_000,
  /** Bytes of a `Constant` that lists its values in an attribute instead of a tensor. */
  constantBytes: 4 << 20,
  initializers: 250_000,
  /** Inputs, outputs and values whose type is declared, of all graphs. */
  valueInfos: 400_000,
  rank: 1_000,
  /** Of all weights. */
  weightDims: 2_000_000,
  functions: 10_000,
  opsets: 1_000,
  metadataEntries: 50_000,
  /** Bytes of one declared type. */
  typeBytes: 1 << 20,
  /** Bytes of all names, each text counted once as long as it is remembered. */
  nameBytes: 40 << 20,
  /** Bytes of a producer, key or description that is kept. */
  textBytes: 16 << 20,
} as const;

export type BudgetKind = keyof typeof BUDGET;
