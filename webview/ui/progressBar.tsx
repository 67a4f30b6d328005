interface Props {
  readonly label: string;
  /** 0..1, `undefined` when it cannot be said. */
  readonly fraction: number | undefined;
}

export function ProgressBar({ label, fraction }: Props) {
  const percent = fraction === undefined ? undefined : Math.round(Math.max(0, Math.min(1, fraction)) * 100);
  return (
    <div class="progress" role="progressbar" aria-label={label} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}>
      <i class={percent === undefined ? 'unknown' : ''} style={{ width: `${percent ?? 30}%` }} />
    </div>
  );
}
