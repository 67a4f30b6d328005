import { Button } from '../../ui/button';
import { usePage } from '../page/usePage';

export function NoMatch() {
  const store = usePage();
  const clear = () => {
    store.arrange({ filter: '' });
    store.brush.value = undefined;
  };
  return (
    <div class="no-match">
      <p>No layer matches.</p>
      <Button compact secondary onClick={clear}>
        Clear Filter
      </Button>
    </div>
  );
}
