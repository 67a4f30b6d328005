import { hashOfName } from './nameHash';

/** Names with their hashes, which a reader has at hand. One list may serve node after node. */
export class NameList {
  /** The first `length` count; what follows is of uses before. */
  readonly names: string[] = [];
  readonly hashes: number[] = [];
  length = 0;

  static of(names: readonly string[]): NameList {
    const list = new NameList();
    for (const name of names) list.add(name, hashOfName(name));
    return list;
  }

  add(name: string, hash: number): void {
    this.names[this.length] = name;
    this.hashes[this.length] = hash;
    this.length++;
  }
}
