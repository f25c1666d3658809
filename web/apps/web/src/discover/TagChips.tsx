import { useQuery } from '@tanstack/react-query';
import { IconHash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { people } from '../api/people';
import { Chip, Chips } from '../ui/Chip';

const MOST = 12;
const REFRESH_MS = 30_000;

/** Tags of what is on the air; nothing when there are none. */
export function TagChips({
  tag,
  onChoose,
}: {
  tag: string | null;
  onChoose: (tag: string | null) => void;
}) {
  const { t } = useTranslation();
  const known = useQuery({
    queryKey: ['streams', 'tags'],
    queryFn: ({ signal }) => people.tags(MOST, signal),
    refetchInterval: REFRESH_MS,
  });
  const tags = (known.data ?? []).map((it) => it.tag);
  // The one that is chosen stays, also when nobody uses it any more.
  const shown = tag === null || tags.includes(tag) ? tags : [tag, ...tags];
  if (shown.length === 0) return null;
  return (
    <Chips label={t('discover.tags')}>
      {shown.map((it) => (
        <Chip key={it} pressed={it === tag} onClick={() => onChoose(it === tag ? null : it)}>
          <IconHash aria-hidden="true" />
          {it}
        </Chip>
      ))}
    </Chips>
  );
}
