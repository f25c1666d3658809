import { Store, type ChatLine } from '@nio/sdk';
import { useEffect } from 'react';
import { useStore } from '../api/nio';
import { people } from '../api/people';

const PAGE = 50;
/** Whom one has blocked beyond this is left to the server, which sends none of their messages to begin with. */
const PAGES_MAX = 10;

const blocked = new Store<ReadonlySet<string>>(new Set());
/** Whose list it is. */
let owner: string | null = null;

/** Ids of the people whom `userId` has blocked. */
export function useBlocked(userId: string | null): ReadonlySet<string> {
  useEffect(() => {
    if (owner === userId) return;
    owner = userId;
    blocked.set(new Set());
    if (userId !== null) void load(userId);
  }, [userId]);
  return useStore(blocked);
}

/** Hides somebody at once, or shows them again. */
export function hide(personId: string, hidden: boolean): void {
  blocked.update((ids) => {
    const others = [...ids].filter((id) => id !== personId);
    return new Set(hidden ? [...others, personId] : others);
  });
}

async function load(userId: string): Promise<void> {
  try {
    for (let page = 1; page <= PAGES_MAX; page++) {
      const answer = await people.blocked({ page, limit: PAGE });
      if (owner !== userId) return;
      blocked.update((ids) => new Set([...ids, ...answer.people.map(({ id }) => id)]));
      if (page >= answer.pagination.pages) return;
    }
  } catch {
    // The next visit to a room asks again; until then the server leaves their messages out by itself.
    if (owner === userId) owner = null;
  }
}

/** Whether a line is of somebody in the set. */
export function isOf(line: ChatLine, ids: ReadonlySet<string>): boolean {
  if (line.kind === 'text') return ids.has(line.author.id);
  return 'person' in line.data && ids.has(line.data.person.id);
}
