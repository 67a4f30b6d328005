/**
 * How much of a file is taken in. What lies beyond is left out and named as a problem, so that no file, however made, costs more than 300 MB and 2 s to
 * read and to describe (`npm run bench:bombs`). The largest public ONNX graphs have about 100,000 nodes, with three connections, two new names and one declared
 * type each; everything here is a multiple of that, or of the most that was seen where it is no matter of nodes.
 */
export const BUDGET = {
  nodes: 125_000,
  /** Bodies inside bodies; the runtime stops at 32 graphs (onnxruntime#32344). */
  subgraphDepth: 31,
  subgraphs: 10_000,
  /** Node inputs and outputs together. */
  connections: 600_000,
  inputsPerNode: 200_000,
  attributesPerNode: 10_000,
  /** Of all nodes. */
  attributes: 400_000,
  /** Tensors and graphs in attributes of all nodes, and the parts that a graph may come in: more than one for each node, as if all were `Constant`. */
  attributeParts: 150_000,
  /** Values of all lists that are decoded, in the order in which they are asked for; what is beyond is copied only (forests of trees have the longest). */
  attributeValues: 4_000_000,
  /** Bytes of all `Constant` nodes that list their values in an attribute instead of a tensor. */
  constantBytes: 4 << 20,
  initializers: 125_000,
  /** Locations of external data: exporters write one file for all weights, or one for each. */
  dataFiles: 10_000,
  /** Inputs and outputs of all graphs and functions: a graph has a few hundred, and a thousand functions have some thousands. */
  interfaceValues: 30_000,
  /** Values inside graphs whose type is declared. */
  valueInfos: 200_000,
  rank: 1_000,
  /** Of all weights. */
  weightDims: 1_000_000,
  /** Of all declared types. */
  typeDims: 1_500_000,
  functions: 10_000,
  opsets: 1_000,
  /** Of all functions. */
  functionOpsets: 50_000,
  metadataEntries: 20_000,
  /** Of all declared types that are not those of dense tensors. */
  typeBytes: 1 << 20,
  /** Bytes that all names take in memory, each text counted once as long as it is remembered. */
  nameBytes: 48 << 20,
  /** Bytes of a name, key or description that is kept. */
  textBytes: 16 << 20,
  /** Fields of messages that are looked at, even if only to pass over them. */
  fields: 30_000_000,
} as const;

/** Kinds of which a model that has too many is read anew, and only its beginning: a part of a graph is worth little, and all that looks at it takes its time. */
export const CUTTING: ReadonlySet<BudgetKind> = new Set([
  'nodes', 'subgraphs', 'connections', 'attributes', 'attributeParts', 'initializers', 'valueInfos', 'weightDims', 'typeDims', 'functions', 'nameBytes',
]); // prettier-ignore

/** The share of each of these budgets that such a beginning has. */
export const BEGINNING = 0.05;

export type BudgetKind = keyof typeof BUDGET;
