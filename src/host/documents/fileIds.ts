/** More files than are ever listed around one model. */
const MOST_FILES = 4096;
let documents = 0;

/**
 * Numbers that name the files around a model to its pages. A file keeps its number for as long as the model is open, whatever else comes and goes; files around two
 * models never have the same, since a panel may still show one when the other comes to the front.
 */
export class FileIds {
  private readonly first = MOST_FILES * documents++;
  private readonly ids = new Map<string, number>();

  of(path: string): number {
    const id = this.ids.get(path) ?? this.first + this.ids.size;
    this.ids.set(path, id);
    return id;
  }
}
