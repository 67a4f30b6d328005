import { useEffect } from 'preact/hooks';
import { usePage } from '../page/usePage';
import { Spine } from '../spine/spine';
import { EditorBody } from './editorBody';
import { handleKey } from './editorKeys';
import { EditorNotes } from './editorNotes';
import { EditorSkeleton } from './editorSkeleton';
import { FailedPage } from './failedPage';
import { Header } from './header';
import { KeyHelp } from './keyHelp';
import { SpokenProgress } from '../page/spokenProgress';
import { Toolbar } from './toolbar';

/** The model editor (design spec, surface A). */
export function EditorPage() {
  const store = usePage();
  const { phase, error } = store.state.value;
  const model = store.model.value;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => handleKey(store, event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [store]);
  if (model === undefined) return phase === 'failed' && error !== undefined ? <FailedPage error={error} /> : <EditorSkeleton />;
  return (
    <main class={`editor ${phase === 'counting' ? 'counting' : ''}`} aria-busy={phase === 'counting'}>
      <h1 class="visually-hidden">{store.state.value.fileName}</h1>
      <Header model={model} />
      <SpokenProgress />
      <EditorNotes model={model} />
      <Toolbar model={model} />
      <Spine model={model} />
      <EditorBody model={model} />
      {store.overlay.value === 'keys' ? <KeyHelp /> : undefined}
    </main>
  );
}
