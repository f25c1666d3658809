import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../shell/usePageTitle';
import styles from './TermsPage.module.css';

/** `/terms`: what holds on a server whose operator has published nothing of their own. */
export function Component() {
  const { t } = useTranslation();
  usePageTitle(t('legal.title'));
  return (
    <article className={styles.page}>
      <h1 className={styles.title}>{t('legal.title')}</h1>
      <p>{t('legal.intro')}</p>
      <h2 className={styles.part}>{t('legal.rulesTitle')}</h2>
      <ul className={styles.list}>
        {(['lawful', 'own', 'kind', 'end'] as const).map((rule) => (
          <li key={rule}>{t(`legal.rules.${rule}`)}</li>
        ))}
      </ul>
      <h2 className={styles.part}>{t('legal.privacyTitle')}</h2>
      <ul className={styles.list}>
        {(['account', 'sessions', 'chat', 'cookies'] as const).map((kept) => (
          <li key={kept}>{t(`legal.privacy.${kept}`)}</li>
        ))}
      </ul>
      <p>{t('legal.contact')}</p>
    </article>
  );
}
