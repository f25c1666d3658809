import { Navigate } from 'react-router';

/** `/dashboard/settings`: the first of its pages. */
export function Component() {
  return <Navigate to="/dashboard/settings/sessions" replace />;
}
