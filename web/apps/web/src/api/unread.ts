import { Store } from '@nio/sdk';

/** How many notifications the signed-in person has not read; kept by the inbox, shown wherever there is navigation. */
export const unread = new Store(0);
