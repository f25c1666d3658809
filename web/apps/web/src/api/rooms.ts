import { Rooms } from '@nio/sdk';
import { nio } from './nio';

/** Rooms as their moderators keep them. Apart from `nio`, so that the live room does not carry it. */
export const rooms = new Rooms(nio.http);
