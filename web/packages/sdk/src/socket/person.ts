import type { Person } from '../model.js';
import { nullable, object, string, type Parser } from './parse.js';

/** Somebody, wherever an event names one. */
export const person: Parser<Person> = object({
  id: string,
  nickname: string,
  avatarUrl: nullable(string),
});
