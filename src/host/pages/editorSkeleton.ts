const FACT = '<span class="skeleton fact-skeleton"></span>';
const ROW = '<div class="row"><span class="skeleton"></span><span class="skeleton"></span><span class="skeleton"></span></div>';

/** What an editor shows until its script has run: the places of header, tools, spine and layers, as the script draws them before there is a model. */
export const EDITOR_SKELETON =
  '<main class="editor unstarted" aria-busy="true">' +
  `<header class="editor-head"><div class="facts">${FACT.repeat(5)}</div></header>` +
  '<div class="editor-tools"></div><div class="spine"></div>' +
  `<div class="editor-body"><div class="editor-view"><div class="skeleton-rows">${ROW.repeat(12)}</div></div></div>` +
  '</main>';
