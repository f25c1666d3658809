import { LIMITS } from '@nio/sdk';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { rememberSearch } from './recent';
import styles from './SearchField.module.css';

/** So long a pause means that somebody has finished a word. */
const PAUSE_MS = 300;

/** Where to search: on the search page it searches while one types, elsewhere when Enter is pressed. */
export function SearchField({ autoFocus }: { autoFocus?: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const onPage = useLocation().pathname === '/search';
  const [params] = useSearchParams();
  const asked = onPage ? (params.get('q') ?? '') : '';
  const [text, setText] = useState(asked);
  // A link, the back button or the page's other field changed what is searched for.
  const [known, setKnown] = useState(asked);
  if (asked !== known) {
    setKnown(asked);
    if (asked !== text.trim()) setText(asked);
  }
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const go = (query: string): void => {
    clearTimeout(timer.current);
    const next = new URLSearchParams(onPage ? params : undefined);
    if (query === '') next.delete('q');
    else next.set('q', query);
    void navigate({ pathname: '/search', search: next.toString() }, { replace: onPage });
  };
  const change = (value: string): void => {
    setText(value);
    clearTimeout(timer.current);
    if (onPage) timer.current = setTimeout(() => go(value.trim()), PAUSE_MS);
  };
  return (
    <form
      role="search"
      className={styles.field}
      onSubmit={(event) => {
        event.preventDefault();
        rememberSearch(text);
        go(text.trim());
      }}
    >
      <IconSearch aria-hidden="true" />
      <input
        ref={input}
        type="search"
        className={styles.input}
        placeholder={t('search.placeholder')}
        aria-label={t('search.title')}
        value={text}
        maxLength={LIMITS.searchMax}
        enterKeyHint="search"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        // A page that is nothing but a search may begin with it.
        autoFocus={autoFocus}
        onChange={({ currentTarget }) => change(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') {
            event.preventDefault();
            change('');
          }
        }}
      />
      {text === '' ? null : (
        <button
          type="button"
          className={styles.clear}
          aria-label={t('search.clear')}
          onClick={() => {
            change('');
            input.current?.focus();
          }}
        >
          <IconX aria-hidden="true" />
        </button>
      )}
    </form>
  );
}
