import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AuthLayout } from '../auth/AuthLayout';
import styles from '../auth/Auth.module.css';

/** In place of a task that is done or cannot be done: what is so, and the one way on. */
export function LinkNotice({
  title,
  text,
  action,
  to,
}: {
  title: string;
  text: string;
  action: string;
  to: string;
}) {
  return (
    <AuthLayout title={title} lead={text}>
      <div className={styles.form} role="status" aria-label={title}>
        <Button component={Link} to={to} size="lg" fullWidth>
          {action}
        </Button>
      </div>
    </AuthLayout>
  );
}

/** The address has no token in it: cut off by a mail program, or opened a second time. */
export function MissingToken() {
  const { t } = useTranslation();
  return (
    <LinkNotice
      title={t('recovery.missingTitle')}
      text={t('recovery.missingText')}
      action={t('recovery.toLogin')}
      to="/login"
    />
  );
}
