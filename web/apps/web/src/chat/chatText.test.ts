import { describe, expect, test } from 'vitest';
import { mentionAt, textParts } from './chatText';

const ANNA = { id: 'a', nickname: 'anna', avatarUrl: null };
const shown = (text: string): string =>
  textParts(text, [ANNA])
    .map((part) => (part.kind === 'text' ? part.text : `[${part.kind} ${part.text}]`))
    .join('');

describe('what somebody wrote', () => {
  test.each([
    ['plain words', 'plain words'],
    ['https://a.example', '[link https://a.example]'],
    ['see http://a.example/x?y=1#z!', 'see [link http://a.example/x?y=1#z]!'],
    ['(https://a.example/b_(c))', '([link https://a.example/b_(c)])'],
    ['https://a.example, https://b.example', '[link https://a.example], [link https://b.example]'],
    // Not an address one may follow.
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['data:text/html,hi ftp://a.example', 'data:text/html,hi ftp://a.example'],
    ['https://bank.example@evil.example/', 'https://bank.example@evil.example/'],
    ['https://', 'https://'],
    ['@anna hello', '[mention @anna] hello'],
    ['hello @ANNA!', 'hello [mention @ANNA]!'],
    ['@somebody else', '@somebody else'],
    ['write to me@anna', 'write to me@anna'],
    ['https://a.example/@anna', '[link https://a.example/@anna]'],
  ])('%s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});

describe('what is being typed after an @', () => {
  test.each([
    ['@', 1, { start: 0, query: '' }],
    ['hi @an', 6, { start: 3, query: 'an' }],
    ['hi @an there', 6, { start: 3, query: 'an' }],
    ['hi @an there', 9, null],
    ['me@an', 5, null],
    ['', 0, null],
  ])('%s, caret at %i', (text, caret, expected) => {
    expect(mentionAt(text, caret)).toEqual(expected);
  });
});
