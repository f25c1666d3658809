import { TextInput } from '@mantine/core';
import { LIMITS } from '@nio/sdk';
import { IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tagOf, withTag } from './tags';
import styles from './TagsField.module.css';

/** Up to five words a stream is found by. Enter, a comma or leaving the field adds one, Backspace takes the last away. */
export function TagsField({
  tags,
  onChange,
}: {
  tags: readonly string[];
  onChange: (tags: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [refused, setRefused] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const full = tags.length >= LIMITS.tagsMax;

  /** Whether there was something to add. */
  const add = (typed: string): boolean => {
    if (typed.trim() === '') return false;
    const tag = tagOf(typed);
    setRefused(tag === null);
    if (tag !== null) {
      onChange(withTag(tags, tag));
      setText('');
    }
    return true;
  };
  const remove = (tag: string): void => {
    onChange(tags.filter((it) => it !== tag));
    input.current?.focus();
  };
  return (
    <div className={styles.field}>
      <TextInput
        ref={input}
        label={t('golive.tags.label')}
        description={t(full ? 'golive.tags.full' : 'golive.tags.hint', { count: LIMITS.tagsMax })}
        placeholder={full ? '' : t('golive.tags.placeholder')}
        size="md"
        value={text}
        readOnly={full}
        // One more than a tag may have, for the sign before it.
        maxLength={LIMITS.tagMax + 1}
        autoComplete="off"
        autoCapitalize="none"
        enterKeyHint="done"
        data-testid="tags"
        error={refused ? t('golive.tags.refused') : undefined}
        onBlur={() => add(text)}
        onChange={({ currentTarget: { value } }) => {
          setRefused(false);
          if (/[,;]$/.test(value)) add(value.slice(0, -1));
          else setText(value);
        }}
        onKeyDown={(event) => {
          // An empty field leaves Enter to the form.
          if (event.key === 'Enter' && add(text)) event.preventDefault();
          if (event.key === 'Backspace' && text === '' && tags.length > 0) {
            onChange(tags.slice(0, -1));
          }
        }}
      />
      {tags.length > 0 ? (
        <ul className={styles.tags} aria-label={t('golive.tags.chosen')}>
          {tags.map((tag) => (
            <li key={tag}>
              <button
                type="button"
                className={styles.tag}
                aria-label={t('golive.tags.remove', { tag })}
                onClick={() => remove(tag)}
              >
                #{tag}
                <IconX aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
