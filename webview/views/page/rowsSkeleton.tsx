import { Skeleton } from '../../ui/skeleton';

const WIDTHS = [90, 70, 96, 64, 80, 100, 72, 90, 66, 84, 92, 74];

/** Where the layers will be. */
export function RowsSkeleton() {
  return (
    <div class="skeleton-rows">
      {WIDTHS.map((width, index) => (
        <div key={index} class="row">
          <Skeleton width={24} />
          <Skeleton width={width * 1.6} />
          <Skeleton width={width} />
        </div>
      ))}
    </div>
  );
}
