/** What a page of a webview tells about itself; times are milliseconds since the epoch. */
export interface PageTimes {
  /** The browser began with the page. */
  readonly started: number;
  /** VS Code shows the page: it hides one that loads. */
  readonly shown: number;
  readonly skeleton: number | undefined;
  readonly drawn: number;
}

/** A stretch in which a page kept its thread busy. */
export interface LongTask {
  readonly start: number;
  readonly ms: number;
}

/** What the probe leaves in the window of every frame. */
export interface Probe {
  readonly tasks: LongTask[];
  /** When Enter was pressed last. */
  entered: number;
  /** When the window last asked the extension host to fill an editor. */
  handedOver: number;
  /** When the frame was last sent something. */
  messaged: number;
  /** When everything of the model stood in the page, not its first layers alone; 0 before. */
  whole: number;
}
