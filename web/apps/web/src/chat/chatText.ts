import type { Person } from '@nio/sdk';

/** A piece of what somebody wrote. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'mention'; readonly text: string; readonly person: Person };

const FOUND = /https?:\/\/[^\s<>"'`]+|@[A-Za-z0-9_]{3,20}/gi;

/** What ends a sentence is rarely meant to end an address. */
const TRAILING = /[.,!?:;)\]}»”’…]+$/;

/** Cuts a text into words, addresses that are safe to follow, and names of people it mentions. */
export function textParts(text: string, mentions: readonly Person[]): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(FOUND)) {
    const part = found.startsWith('@') ? mention(text, found, index, mentions) : link(found);
    if (part === null) continue;
    if (index > end) parts.push({ kind: 'text', text: text.slice(end, index) });
    parts.push(part);
    end = index + part.text.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

function mention(
  text: string,
  found: string,
  index: number,
  mentions: readonly Person[],
): TextPart | null {
  // As in an e-mail address.
  if (/[\w@]/.test(text.charAt(index - 1))) return null;
  const name = found.slice(1).toLowerCase();
  const person = mentions.find(({ nickname }) => nickname.toLowerCase() === name);
  return person === undefined ? null : { kind: 'mention', text: found, person };
}

function link(found: string): TextPart | null {
  const text = trimmed(found);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  // A name before the host makes one address look like another.
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  return { kind: 'link', text, href: url.href };
}

function trimmed(found: string): string {
  const text = found.replace(TRAILING, '');
  // Addresses such as …/Java_(island) have brackets of their own.
  const open = text.split('(').length - text.split(')').length;
  return open > 0 && found.charAt(text.length) === ')' ? `${text})` : text;
}

/** What is being typed after an @ in front of the caret, or `null`. */
export function mentionAt(text: string, caret: number): { start: number; query: string } | null {
  const found = /(?:^|[^\w@])@(\w{0,20})$/.exec(text.slice(0, caret));
  const query = found?.[1];
  return query === undefined ? null : { start: caret - query.length - 1, query };
}
