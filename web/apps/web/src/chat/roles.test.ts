import { ROLES } from '@nio/sdk';
import { expect, test } from 'vitest';
import { mayDelete, maySanction } from './roles';

test.each([
  ['streamer', ['moderator', 'viewer'], ROLES],
  ['staff', ['moderator', 'viewer'], ROLES],
  ['moderator', ['viewer'], ['viewer']],
  ['viewer', [], []],
] as const)('%s keeps from writing: %j, deletes messages of: %j', (role, sanctions, deletes) => {
  expect(ROLES.filter((theirs) => maySanction(role, theirs))).toEqual(sanctions);
  expect(ROLES.filter((theirs) => mayDelete(role, theirs))).toEqual(deletes);
});
