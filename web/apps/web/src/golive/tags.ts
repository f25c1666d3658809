import { LIMITS } from '@nio/sdk';

/** What somebody typed as a tag, the way the server keeps it; `null` when it cannot be one. */
export function tagOf(typed: string): string | null {
  const tag = typed.trim().replace(/^#+/, '').replace(/\s+/g, '-').toLowerCase();
  return LIMITS.tagPattern.test(tag) ? tag : null;
}

/** With one more, unless it is there or there is no room. */
export function withTag(tags: readonly string[], tag: string): readonly string[] {
  return tags.includes(tag) || tags.length >= LIMITS.tagsMax ? tags : [...tags, tag];
}
