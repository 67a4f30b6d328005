/** What a frame keeps free around its content: the heading above, margins elsewhere. */
export const FRAME_TOP = 34;
export const FRAME_MARGIN = 14;
/** More room below the heading where edges come in. */
export const ENTRY_ROOM = 12;
