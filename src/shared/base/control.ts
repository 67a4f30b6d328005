/** Where a reader finds the controls that sentences of this process name: options of the command line, or what stands on the pages of the editor. */
export type ControlFace = 'commandLine' | 'pages';

let face: ControlFace = 'commandLine';

/** The editor's engine and worker say so when they start; elsewhere sentences name options. */
export function nameControlsOf(next: ControlFace): void {
  face = next;
}

/** The part of a sentence that says where something is set: with an `option` of the command line, or by its name on a page, which may need no word for a button beside it. */
export function control(option: string, onPage: string): string {
  return face === 'pages' ? onPage : option;
}
