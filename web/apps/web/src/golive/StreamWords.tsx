import '@mantine/core/styles/Input.layer.css';
import { Textarea, TextInput } from '@mantine/core';
import { CATEGORIES, LIMITS, type Category } from '@nio/sdk';
import { useId, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { CategoryIcon } from '../ui/CategoryIcon';
import styles from './StreamWords.module.css';
import { TagsField } from './TagsField';

/** What a stream says about itself. */
export interface Words {
  readonly title: string;
  readonly description: string;
  readonly category: Category;
  /** `null` where there are none to choose. */
  readonly tags: readonly string[] | null;
}

export const EMPTY_WORDS: Words = { title: '', description: '', category: 'talk', tags: [] };

/** A title is all that must be there. */
export function titleMissing(words: Words): boolean {
  return words.title.trim() === '';
}

/** The fields for {@link Words}. */
export function StreamWords({
  words,
  onChange,
  complain,
  titleRef,
}: {
  words: Words;
  onChange: (words: Words) => void;
  /** Say what is missing: after the first attempt. */
  complain: boolean;
  titleRef?: RefObject<HTMLInputElement | null>;
}) {
  const { t } = useTranslation();
  const group = useId();
  return (
    <>
      <TextInput
        ref={titleRef}
        label={t('golive.name')}
        placeholder={t('golive.namePlaceholder')}
        size="md"
        value={words.title}
        maxLength={LIMITS.titleMax}
        onChange={({ currentTarget: { value } }) => onChange({ ...words, title: value })}
        error={complain && titleMissing(words) ? t('golive.titleRequired') : undefined}
        required
        withAsterisk={false}
        autoComplete="off"
      />
      <fieldset className={styles.categories}>
        <legend className={styles.legend}>{t('golive.category')}</legend>
        {CATEGORIES.map((category) => (
          <label key={category} className={styles.category}>
            <input
              type="radio"
              name={group}
              value={category}
              checked={words.category === category}
              onChange={() => onChange({ ...words, category })}
            />
            <span>
              <CategoryIcon category={category} />
              {t(`category.${category}`)}
            </span>
          </label>
        ))}
      </fieldset>
      {words.tags === null ? null : (
        <TagsField tags={words.tags} onChange={(tags) => onChange({ ...words, tags })} />
      )}
      <Textarea
        label={t('golive.description')}
        placeholder={t('golive.descriptionPlaceholder')}
        size="md"
        rows={3}
        value={words.description}
        maxLength={LIMITS.descriptionMax}
        onChange={({ currentTarget: { value } }) => onChange({ ...words, description: value })}
      />
    </>
  );
}
