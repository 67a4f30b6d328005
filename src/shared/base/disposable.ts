/** Something that holds on to a resource until it is told to let go. Shaped like `vscode.Disposable`, so that one can stand for the other. */
export interface Disposable {
  dispose(): void;
}

/** Owns other disposables and disposes them in reverse order; what is added after disposal is disposed at once. */
export class DisposableStore implements Disposable {
  private readonly owned: Disposable[] = [];
  private disposed = false;

  add<T extends Disposable>(item: T): T {
    if (this.disposed) item.dispose();
    else this.owned.push(item);
    return item;
  }

  dispose(): void {
    this.disposed = true;
    while (this.owned.length > 0) this.owned.pop()?.dispose();
  }
}
