import { Skeleton } from '../../ui/skeleton';
import { SKELETON_AFTER_MS } from '../page/skeletonAfter';
import { useDelayed } from '../page/useDelayed';

const WIDTHS = [90, 70, 96, 64, 80];

/** Where the facts will be. */
export function FactsSkeleton() {
  const shown = useDelayed(SKELETON_AFTER_MS);
  return (
    <div class="facts">
      {shown ? WIDTHS.map((width, index) => <Skeleton key={index} class="fact-skeleton" width={width} />) : undefined}
    </div>
  );
}
