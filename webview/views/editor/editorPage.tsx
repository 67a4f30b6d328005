import * as l10n from '@vscode/l10n';
import { useLayoutEffect } from 'preact/hooks';
import { showRamp } from '../../ui/theme';
import { useFileDifference } from '../compare/useFileDifference';
import { Later } from '../page/later';
import { usePage } from '../page/usePage';
import { Spine } from '../spine/spine';
import { chooseUnderPointer } from './chooseUnderPointer';
import { EditorBody } from './editorBody';
import { handleKey } from './editorKeys';
import { EditorNotes } from './editorNotes';
import { FailedPage } from '../page/failedPage';
import { Header } from './header';
import { KeyHelp } from './keyHelp';
import { SpokenProgress } from '../page/spokenProgress';
import { Toolbar } from './toolbar';

/** The model editor (design spec, surface A). Everything has its place before the model is read, and is drawn into it part by part. */
export function EditorPage() {
  const store = usePage();
  const { phase, error, fileName, beginning } = store.state.value;
  useFileDifference(store.shownView.value === 'compare');
  const ramp = store.column.value?.ramp ?? 'heat';
  useLayoutEffect(() => showRamp(ramp), [ramp]);
  const model = store.model.value;
  useLayoutEffect(() => {
    const listener = (event: KeyboardEvent) => handleKey(store, event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [store]);
  if (model === undefined && phase === 'failed' && error !== undefined) return <FailedPage error={error} />;
  const isReading = model === undefined;
  return (
    <main
      class={`editor ${beginning === undefined ? '' : 'counting'}`}
      aria-busy={isReading}
      onContextMenu={event => chooseUnderPointer(store, event)}
    >
      <h1 class="visually-hidden">{isReading ? l10n.t('Reading {0}', fileName) : fileName}</h1>
      <Header model={model} />
      <SpokenProgress />
      {isReading ? undefined : <EditorNotes model={model} />}
      <Toolbar model={model} />
      <Later value={model}>{shown => (shown === undefined ? <div class="spine" /> : <Spine model={shown} />)}</Later>
      <EditorBody model={model} />
      {store.overlay.value === 'keys' ? <KeyHelp /> : undefined}
    </main>
  );
}
