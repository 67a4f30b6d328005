import { Skeleton } from '../../ui/skeleton';

const WIDTHS = [90, 70, 96, 64, 80];

/** Where the facts will be. */
export function FactsSkeleton() {
  return (
    <div class="facts">
      {WIDTHS.map((width, index) => (
        <Skeleton key={index} class="fact-skeleton" width={width} />
      ))}
    </div>
  );
}
