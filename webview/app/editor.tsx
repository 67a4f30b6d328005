import './useTranslation';
import '../ui/base.css';
import '../ui/controls.css';
import '../ui/forcedColors.css';
import '../views/model.css';
import '../views/editor/editor.css';
import '../views/spine/spine.css';
import '../views/layers/layers.css';
import '../views/map/map.css';
import '../views/charts.css';
import '../views/timeline/timeline.css';
import '../views/graph/graph.css';
import '../views/compare/compare.css';
import '../views/details/details.css';
import { hostCommand } from '../../src/shared/protocol/hostWebview';
import { EditorPage } from '../views/editor/editorPage';
import { prepareLayoutWorker } from '../views/graph/layoutWorkers';
import { runCommand } from '../views/editor/runCommand';
import { startPage } from './startPage';

const { link, store } = startPage('editor', EditorPage);
// Built when it arrives rather than while it is drawn.
store.model.subscribe(() => undefined);
if (store.shownView.value === 'graph') prepareLayoutWorker();
link.on(hostCommand, ({ command }) => runCommand(store, command));
