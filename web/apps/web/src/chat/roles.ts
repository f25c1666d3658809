import { ROLES, type Role } from '@nio/sdk';

/** Whether somebody of this role moderates the room. */
export function moderates(role: Role): boolean {
  return role !== 'viewer';
}

/** Whether one may moderate the other: only those below. */
export function isAbove(mine: Role, theirs: Role): boolean {
  return moderates(mine) && ROLES.indexOf(mine) < ROLES.indexOf(theirs);
}
