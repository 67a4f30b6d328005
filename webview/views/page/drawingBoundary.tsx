import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { Button } from '../../ui/button';
import { Note } from '../../ui/note';

interface Props {
  readonly children: ComponentChildren;
  /** Message and stack, for the log. */
  readonly onError: (detail: string) => void;
}

/** Says what happened when a page cannot be drawn, instead of an empty page. */
export function DrawingBoundary({ children, onError }: Props) {
  const [error, drawAgain] = useErrorBoundary(thrown =>
    onError(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)),
  ) as [unknown, () => void];
  if (error === undefined) return <>{children}</>;
  return (
    <Note kind="error" role="alert">
      <p>
        {l10n.t(
          'This page could not be drawn: {0}. The files and the results are not affected.',
          error instanceof Error ? error.message : l10n.t('unknown reason'),
        )}
      </p>
      <Button secondary compact onClick={drawAgain}>
        {l10n.t('Draw Again')}
      </Button>
    </Note>
  );
}
