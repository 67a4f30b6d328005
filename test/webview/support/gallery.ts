// A page of the gallery, chosen by the address, for tools/takeShots.mjs: ?case=layers&theme=vscode-dark. Without one it only lists them.
import '@vscode/codicons/dist/codicon.css';
import { MOCK_SIZES, PAGE_CASES } from '../fixtures/pageCases';
import { THEMES } from './pages';
import { settled, showCase } from './showCase';

declare global {
  interface Window {
    pageCases: readonly { readonly name: string; readonly width: number; readonly height: number }[];
  }
}

window.pageCases = PAGE_CASES.map(({ name, page, size: [width, height] = MOCK_SIZES[page] }) => ({ name, width, height }));
const query = new URLSearchParams(location.search);
const chosen = PAGE_CASES.find(({ name }) => name === query.get('case'));
const theme = THEMES.find(name => name === query.get('theme'));
if (chosen !== undefined) {
  showCase(chosen, theme);
  void settled().then(() => (document.body.dataset['settled'] = ''));
}
