import './useTranslation';
import '../ui/base.css';
import '../ui/controls.css';
import '../ui/forcedColors.css';
import '../views/model.css';
import '../views/sidePanel/sidePanel.css';
import { SidePanelPage } from '../views/sidePanel/sidePanelPage';
import { startPage } from './startPage';

startPage('sidePanel', SidePanelPage);
