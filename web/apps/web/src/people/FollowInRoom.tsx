import type { Person } from '@nio/sdk';
import { QueryClientProvider } from '@tanstack/react-query';
import { queries } from '../api/queries';
import { FollowButton } from './FollowButton';

/** {@link FollowButton} where the page does without queries until this comes. */
export default function FollowInRoom({ person, compact }: { person: Person; compact?: boolean }) {
  return (
    <QueryClientProvider client={queries}>
      <FollowButton person={person} compact={compact ?? false} />
    </QueryClientProvider>
  );
}
