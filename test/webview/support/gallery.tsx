// One page in one state, chosen by the address: for pictures. ?page=editor&state=ready&model=resnet50&theme=vscode-dark&ui={…}&metric=…
import '@vscode/codicons/dist/codicon.css';
import type { UiState } from '../../../webview/views/page/uiState';
import { pageState, STATE_NAMES } from '../fixtures/pageStates';
import { sampleRoofline } from '../fixtures/sampleRoofline';
import type { RecordingName } from '../fixtures/recordedModel';
import { showPage, THEMES, type PageId } from './pages';

const query = new URLSearchParams(location.search);
const choose = <T extends string>(name: string, known: readonly T[], fallback: T): T =>
  known.find(value => value === query.get(name)) ?? fallback;

const page = choose<PageId>('page', ['editor', 'sidePanel', 'optimize'], 'editor');
const state = choose('state', STATE_NAMES, 'ready');
const model = choose<RecordingName>('model', ['resnet50', 'textDetection', 'encoder'], 'resnet50');
const theme = choose('theme', THEMES, 'vscode-dark');
const ui = JSON.parse(query.get('ui') ?? '{}') as Partial<UiState>;
const shown = pageState(state, model);
const { profile } = shown;
const roofline = shown.model === undefined || profile === undefined ? undefined : sampleRoofline(shown.model, profile, 3);
const { store } = showPage(page, { ...shown, roofline }, { theme, ui });
const metric = query.get('metric');
if (metric !== null) store.setMetric(metric);
const overlay = query.get('overlay');
if (overlay === 'metrics' || overlay === 'facts' || overlay === 'keys' || overlay === 'drawer') store.overlay.value = overlay;
