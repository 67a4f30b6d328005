import { Skeleton } from '../../ui/skeleton';
import { usePage } from '../page/usePage';
import { useDelayed } from '../page/useDelayed';

const WIDTHS = [90, 70, 96, 64, 80, 100, 72, 90, 66, 84, 92, 74];

/** Shape of the page while the model is read; only after a moment, so that small models do not flash. */
export function EditorSkeleton() {
  const shown = useDelayed(50);
  const { fileName } = usePage().state.value;
  return (
    <main class="editor" aria-busy="true">
      <h1 class="visually-hidden">Reading {fileName}</h1>
      {shown ? (
        <>
          <div class="editor-head">
            {WIDTHS.slice(0, 5).map((width, index) => (
              <Skeleton key={index} class="fact-skeleton" width={width} />
            ))}
          </div>
          <div class="editor-tools" />
          <div class="spine" />
          <div class="skeleton-rows">
            {WIDTHS.map((width, index) => (
              <div key={index} class="row">
                <Skeleton width={24} />
                <Skeleton width={width * 1.6} />
                <Skeleton width={width} />
              </div>
            ))}
          </div>
        </>
      ) : undefined}
    </main>
  );
}
