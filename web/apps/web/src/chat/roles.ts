import type { Role } from '@nio/sdk';

/** Whether somebody of this role moderates the room. */
export function moderates(role: Role): boolean {
  return role !== 'viewer';
}

/** Whether one may keep the other from writing, or ban them. */
export function maySanction(mine: Role, theirs: Role): boolean {
  if (mine === 'moderator') return theirs === 'viewer';
  return moderates(mine) && (theirs === 'moderator' || theirs === 'viewer');
}

/** Whether one may delete what the other wrote. */
export function mayDelete(mine: Role, theirs: Role): boolean {
  return moderates(mine) && (mine !== 'moderator' || theirs === 'viewer');
}
