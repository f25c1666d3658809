import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '../auth/failureText';
import { useFormat } from '../i18n/format';
import { toast } from '../shell/toast';
import { ProofRefused, useProof } from './proof';

/**
 * Does something sensitive for a button: asks for a proof when the server wants one, tells what went wrong, and answers
 * whether it is done. `acting` meanwhile.
 */
export function useAct(): {
  readonly acting: boolean;
  readonly act: (work: () => Promise<void>) => Promise<boolean>;
} {
  const { t } = useTranslation();
  const format = useFormat();
  const withProof = useProof();
  const [acting, setActing] = useState(false);
  const act = async (work: () => Promise<void>): Promise<boolean> => {
    setActing(true);
    try {
      await withProof(work);
      return true;
    } catch (cause) {
      if (!(cause instanceof ProofRefused)) await toast(failureText(cause, t, format), 'trouble');
      return false;
    } finally {
      setActing(false);
    }
  };
  return { acting, act };
}
