import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ChartTable, type ChartColumn } from './chartTable';
import { LinkButton } from './linkButton';

/** The figures of a chart, a row each. */
export interface Figures {
  readonly label: string;
  readonly count: number;
  /** Two where there is little room: others are left out there. */
  readonly columns: readonly ChartColumn[];
}

/** A small chart, or its figures as a table, as the user says. */
export function ChartOrTable({ figures, children }: { readonly figures: Figures; readonly children: ComponentChildren }) {
  const [isTable, setTable] = useState(false);
  const [selected, setSelected] = useState(-1);
  const title = isTable ? l10n.t('Show as chart') : l10n.t('Show as table');
  return (
    <>
      {isTable ? (
        <div class="small-chart-table">
          <ChartTable {...figures} selected={selected} onSelect={setSelected} />
        </div>
      ) : (
        children
      )}
      {/* Its key keeps the element, and with it the focus, beside the one that changes. */}
      <div key="switch" class="xs chart-switch">
        <LinkButton label={`${title}: ${figures.label}`} onClick={() => setTable(!isTable)}>
          {title}
        </LinkButton>
      </div>
    </>
  );
}
