import { Button } from '../../ui/button';
import { Note } from '../../ui/note';
import type { ProfileRemark } from './profileRemark';
import { usePage } from './usePage';

/** What a reader of the times should know first, with what can be done about it. */
export function ProfileNote({ remark: { kind, text, title, action } }: { readonly remark: ProfileRemark }) {
  const store = usePage();
  const { trust, runnable } = store.state.value;
  return (
    <Note kind={kind} role="status">
      {text}{' '}
      {action === undefined || trust !== 'trusted' || !runnable ? undefined : (
        <Button compact secondary action={action.kind} onClick={() => store.act(action)}>
          {title}
        </Button>
      )}
    </Note>
  );
}
