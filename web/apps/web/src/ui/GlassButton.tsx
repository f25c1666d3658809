import type { ComponentProps } from 'react';
import styles from './GlassButton.module.css';

/** A round button with a sign, made to lie on a picture. `label` names it for everybody. */
export function GlassButton({
  label,
  on,
  children,
  ...rest
}: ComponentProps<'button'> & {
  label: string;
  /** For buttons that stay pressed; `danger` draws the eye. */
  on?: boolean | 'danger';
}) {
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={label}
      title={label}
      data-on={on}
      {...rest}
    >
      {children}
    </button>
  );
}
