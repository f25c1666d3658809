import { useEffect } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useSession } from '../api/nio';
import { safeNext } from './next';

/**
 * Leads whoever is signed in to where they wanted to go: after the form, when they come here signed in already, and after
 * a sign-in in another tab. Tells where that is.
 */
export function useLeaveSignedIn(): string {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const { status } = useSession();
  const next = safeNext(params.get('next'));
  useEffect(() => {
    if (status === 'user') void navigate(next, { replace: true });
  }, [status, next, navigate]);
  return next;
}
