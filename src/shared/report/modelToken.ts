/** Identity of a model file as it was opened; a request with a token that no longer fits is refused. */
export interface ModelToken {
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly inode: bigint;
  /** SHA-256 of the model's bytes without weights (hex). */
  readonly skeletonHash: string;
  /** Which data files hold its weights, and how large and how old each is; empty without any. */
  readonly dataState: string;
}

export function sameToken(a: ModelToken, b: ModelToken): boolean {
  const sameFile = a.size === b.size && a.mtimeNs === b.mtimeNs && a.inode === b.inode;
  return sameFile && a.skeletonHash === b.skeletonHash && a.dataState === b.dataState;
}
