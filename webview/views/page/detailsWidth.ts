/** Narrowest and widest the details pane may be, pixels (design spec 3.1). */
export const DETAILS_WIDTH = { least: 260, most: 480 } as const;
