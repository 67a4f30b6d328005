import { usePage } from '../page/usePage';
import { useDelayed } from '../page/useDelayed';

const WIDTHS = [90, 70, 96, 64, 80, 100, 72, 90, 66, 84, 92, 74];

/** Shape of the page while the model is read; only after a moment, so that small models do not flash. */
export function EditorSkeleton() {
  const shown = useDelayed(150);
  const { fileName } = usePage().state.value;
  return (
    <div class="editor" aria-busy="true" aria-label={`Reading ${fileName}`} role="region">
      {shown ? (
        <>
          <div class="editor-head">
            {WIDTHS.slice(0, 5).map((width, index) => (
              <span key={index} class="skeleton fact-skeleton" style={{ width }} />
            ))}
          </div>
          <div class="editor-tools" />
          <div class="spine" />
          <div class="skeleton-rows">
            {WIDTHS.map((width, index) => (
              <div key={index} class="row">
                <span class="skeleton" style={{ width: 24 }} />
                <span class="skeleton" style={{ width: width * 1.6 }} />
                <span class="skeleton" style={{ width }} />
              </div>
            ))}
          </div>
        </>
      ) : undefined}
    </div>
  );
}
