import './useTranslation';
import '../ui/base.css';
import '../ui/controls.css';
import '../ui/forcedColors.css';
import '../views/model.css';
import '../views/optimize/optimize.css';
import { OptimizePage } from '../views/optimize/optimizePage';
import { startPage } from './startPage';

startPage('optimize', OptimizePage);
