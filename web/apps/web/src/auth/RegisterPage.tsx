import { AuthPage } from './AuthPage';

/** `/register` */
export function Component() {
  return <AuthPage purpose="register" />;
}
