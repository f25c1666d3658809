import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { renderAt } from '../testing/render';
import { TagsField } from './TagsField';

function Form({ first }: { first: readonly string[] }) {
  const [tags, setTags] = useState(first);
  return <TagsField tags={tags} onChange={setTags} />;
}
const show = (...first: string[]) => renderAt('/', <Form first={first} />);
const field = () => screen.getByRole('textbox', { name: 'Tags' });
const chosen = () => screen.queryAllByRole('listitem').map((it) => it.textContent);

test('Enter, a comma and leaving the field add a tag', async () => {
  show();
  await userEvent.type(field(), 'Jazz{Enter}#Late night,live');
  await userEvent.tab();
  expect(chosen()).toEqual(['#jazz', '#late-night', '#live']);
  expect(field()).toHaveProperty('value', '');
});

test('what cannot be a tag stays and is complained about', async () => {
  show();
  await userEvent.type(field(), 'c++{Enter}');
  expect(chosen()).toEqual([]);
  expect(screen.getByText('A tag has 2 to 24 letters, digits or hyphens')).toBeTruthy();
  expect(field()).toHaveProperty('value', 'c++');
});

test('Backspace and its own cross take a tag away', async () => {
  show('jazz', 'live', 'late');
  await userEvent.click(field());
  await userEvent.keyboard('{Backspace}');
  await userEvent.click(screen.getByRole('button', { name: 'Remove the tag jazz' }));
  expect(chosen()).toEqual(['#live']);
});

test('five are as many as there can be', async () => {
  show('t1', 't2', 't3', 't4', 't5');
  await userEvent.type(field(), 'more{Enter}');
  expect(chosen()).toHaveLength(5);
  expect(screen.getByText('5 is as many as there can be')).toBeTruthy();
});
