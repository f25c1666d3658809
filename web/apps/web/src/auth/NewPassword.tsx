import { PasswordInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './Auth.module.css';
import type { Form } from './useForm';
import { passwordLength } from './validate';

/** A field for a password to be: says how long it has to be and how far it is. What it is made of is free. */
export function NewPassword<F extends string>({
  form,
  name,
  label,
  min,
}: {
  form: Form<F>;
  name: F;
  label: string;
  min: number;
}) {
  const { t } = useTranslation();
  const typed = passwordLength(form.values[name]);
  return (
    <PasswordInput
      {...form.field(name)}
      label={label}
      description={
        typed === 0 ? (
          t('auth.passwordHint', { min })
        ) : typed < min ? (
          <span className="nio-tabular">{t('auth.passwordCount', { typed, min })}</span>
        ) : (
          <span className={styles.enough}>
            <IconCheck aria-hidden="true" />
            {t('auth.passwordEnough')}
          </span>
        )
      }
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword'), tabIndex: 0 }}
    />
  );
}
