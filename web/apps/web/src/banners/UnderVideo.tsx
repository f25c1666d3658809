import type { Stream } from '@nio/sdk';
import { IconHash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CategoryIcon } from '../ui/CategoryIcon';
import { BannerSlot } from './BannerSlot';
import styles from './UnderVideo.module.css';

/** Under a desktop's video: what the stream is about, each word a way to more of it, and the banner. */
export default function UnderVideo({ stream }: { stream: Stream }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.words}>
        <Link className={styles.word} to={`/?category=${stream.category}`}>
          <CategoryIcon category={stream.category} />
          {t(`category.${stream.category}`)}
        </Link>
        {stream.tags.map((tag) => (
          <Link key={tag} className={styles.word} to={`/?tag=${encodeURIComponent(tag)}`}>
            <IconHash aria-hidden="true" />
            {tag}
          </Link>
        ))}
      </div>
      <BannerSlot placement="room" />
    </>
  );
}
