/** Lowest and highest that a part of the side panel may be made, pixels: its heading and two rows, and more than any screen has. */
export const PANE_HEIGHT = { least: 66, most: 1600 } as const;
