/** Identity of a model file as it was opened; a request with a token that no longer fits is refused. */
export interface ModelToken {
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly inode: bigint;
  /** SHA-256 of the model's bytes without weights (hex). */
  readonly skeletonHash: string;
}

export function sameToken(a: ModelToken, b: ModelToken): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.inode === b.inode && a.skeletonHash === b.skeletonHash;
}
