import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageStore } from './pageStore';

export const PageContext = createContext<PageStore | undefined>(undefined);

/** The store of the page that a component stands on. */
export function usePage(): PageStore {
  const store = useContext(PageContext);
  if (store === undefined) throw new Error('A view was rendered outside of a page.');
  return store;
}
