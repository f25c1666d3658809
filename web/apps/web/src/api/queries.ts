import { NioError } from '@nio/sdk';
import { QueryClient } from '@tanstack/react-query';

/** What pages remember of the server's answers. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // Only what may be better the next time is worth asking again.
      retry: (count, cause) =>
        count < 2 && cause instanceof NioError && (cause.status === 0 || cause.status >= 500),
    },
  },
});
