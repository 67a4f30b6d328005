/**
 * What a page posts first, outside the connection, whose code it has not loaded yet: from now on nothing that is sent to it is lost. It says so again whenever
 * VS Code had thrown it away while it was hidden.
 */
export const PAGE_LISTENS = 'page/listens';
