/** Numbers that name the files around a model to its pages. A file keeps its number for as long as the model is open, whatever else comes and goes. */
export class FileIds {
  private readonly ids = new Map<string, number>();

  of(path: string): number {
    const id = this.ids.get(path) ?? this.ids.size;
    this.ids.set(path, id);
    return id;
  }
}
