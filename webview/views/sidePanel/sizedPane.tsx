import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { withoutKey } from '../../../src/shared/base/withoutKey';
import { Badge } from '../../ui/badge';
import { Disclosure } from '../../ui/disclosure';
import { px } from '../../ui/px';
import { Sash } from '../../ui/sash';
import { useSize } from '../../ui/useSize';
import { PANE_HEIGHT } from '../page/paneHeight';
import { usePage } from '../page/usePage';

interface Props {
  readonly id: string;
  readonly title: string;
  readonly count?: number;
  readonly children: ComponentChildren;
}

/** A part of the panel below the layers: as high as what it holds, until its upper edge is moved. */
export function SizedPane({ id, title, count, children }: Props) {
  const store = usePage();
  const [frame, { height }] = useSize<HTMLDivElement>();
  const { paneHeights } = store.ui.value;
  const isOpen = store.isPaneOpen(id, true);
  const chosen = isOpen ? paneHeights[id] : undefined;
  return (
    <>
      {isOpen ? (
        <Sash
          areas="column"
          label={l10n.t('Height of {0}', title)}
          value={chosen ?? height}
          minimum={PANE_HEIGHT.least}
          maximum={PANE_HEIGHT.most}
          onChange={value => store.arrange({ paneHeights: { ...paneHeights, [id]: value } })}
          onReset={() => store.arrange({ paneHeights: withoutKey(paneHeights, id) })}
        />
      ) : undefined}
      <div
        ref={frame}
        class={`pane-frame ${chosen === undefined ? '' : 'sized'}`}
        style={chosen === undefined ? {} : { height: px(chosen) }}
      >
        <Disclosure
          class="pane"
          title={title}
          open={isOpen}
          onToggle={open => store.setPane(id, open)}
          aside={count === undefined ? undefined : <Badge count={count} />}
        >
          {children}
        </Disclosure>
      </div>
    </>
  );
}
