import { AuthPage } from './AuthPage';

/** `/login` */
export function Component() {
  return <AuthPage purpose="login" />;
}
