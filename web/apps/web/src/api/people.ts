import { Banners, Inbox, People } from '@nio/sdk';
import { nio } from './nio';

// Apart from `nio`, so that the live room does not carry them.

/** People, who follows whom, and finding them. */
export const people = new People(nio.http);

/** What the people one follows have done. */
export const inbox = new Inbox(nio.http);

/** Advertisements. */
export const banners = new Banners(nio.http, nio.baseUrl);
