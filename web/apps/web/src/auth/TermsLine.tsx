import type { SignInMethods } from '@nio/sdk';
import type { ReactNode } from 'react';
import { Trans } from 'react-i18next';
import { Link } from 'react-router';
import styles from './Auth.module.css';

/** What one agrees to: the operator's own words where there are any, else ours. */
export function TermsLine({ methods }: { methods: SignInMethods | undefined }) {
  return (
    <p className={styles.terms}>
      <Trans
        i18nKey="auth.terms"
        components={{
          terms: <TermsLink url={methods?.termsUrl ?? null} />,
          privacy: <TermsLink url={methods?.privacyUrl ?? null} />,
        }}
      />
    </p>
  );
}

/** Beside the form: what was typed stays. */
function TermsLink({ url, children }: { url: string | null; children?: ReactNode }) {
  return url === null ? (
    <Link to="/terms" target="_blank">
      {children}
    </Link>
  ) : (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
