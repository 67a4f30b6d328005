import '@vscode/codicons/dist/codicon.css';
import { afterEach } from 'vitest';
import { isDrawn, PAGE_CASES } from '../fixtures/pageCases';
import { hidePage } from '../support/pages';
import { testWithAxe } from '../support/testWithAxe';

afterEach(hidePage);

testWithAxe(PAGE_CASES.filter(shown => shown.page === 'editor' && !isDrawn(shown)));
