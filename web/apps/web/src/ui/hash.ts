/** A small number that is always the same for the same text: picks colours for people and streams. */
export function hash(text: string): number {
  let value = 2166136261;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 16777619);
  }
  // Short ids differ in their last letters only; this spreads the difference over all bits.
  value = Math.imul(value ^ (value >>> 15), 2246822507);
  return (value ^ (value >>> 13)) >>> 0;
}

/** The letter a person or title is shown by. */
export function initial(text: string): string {
  const code = text.trim().codePointAt(0);
  return code === undefined ? '•' : String.fromCodePoint(code).toLocaleUpperCase();
}
