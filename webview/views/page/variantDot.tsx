/** Identity of a variant for its life: baseline, then colour and shape by the id of the file (design spec 5). */
const IDENTITIES = [
  { color: 'var(--vscode-charts-blue)', shape: 'M5 0 10 5 5 10 0 5Z' },
  { color: 'var(--vscode-charts-green)', shape: 'M5 0 10 9H0Z' },
  { color: 'var(--vscode-charts-yellow)', shape: 'M1 1H9V9H1Z' },
  { color: 'var(--vscode-charts-purple)', shape: 'M0 1H10L5 10Z' },
  { color: 'var(--vscode-charts-orange)', shape: 'M3.5 0H6.5V3.5H10V6.5H6.5V10H3.5V6.5H0V3.5H3.5Z' },
  { color: 'var(--vscode-charts-red)', shape: 'M5 0 6.5 3.5 10 3.8 7.3 6.2 8.1 10 5 8 1.9 10 2.7 6.2 0 3.8 3.5 3.5Z' },
] as const;

const CIRCLE = 'M5 0A5 5 0 1 1 5 10A5 5 0 1 1 5 0Z';

/** Colour of a variant; −1 is the baseline. */
export function variantColor(identity: number): string {
  return identity < 0 ? 'var(--vscode-foreground)' : (IDENTITIES[identity % IDENTITIES.length]?.color ?? '');
}

/** Outline of a variant's mark in a box of 10 × 10; −1 is the baseline. */
export function variantShape(identity: number): string {
  return identity < 0 ? CIRCLE : (IDENTITIES[identity % IDENTITIES.length]?.shape ?? CIRCLE);
}

export function VariantDot({ identity }: { readonly identity: number }) {
  const shape = variantShape(identity);
  return (
    <svg class="variant-dot" width={10} height={10} aria-hidden="true">
      <path d={shape} style={{ fill: variantColor(identity) }} />
    </svg>
  );
}
