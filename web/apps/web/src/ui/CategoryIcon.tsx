import type { Category } from '@nio/sdk';
import {
  IconBallFootball,
  IconDeviceGamepad2,
  IconMessages,
  IconMusic,
  IconSchool,
  IconSparkles,
  type Icon,
} from '@tabler/icons-react';

const ICONS: Readonly<Record<Category, Icon>> = {
  gaming: IconDeviceGamepad2,
  music: IconMusic,
  talk: IconMessages,
  sports: IconBallFootball,
  education: IconSchool,
  other: IconSparkles,
};

/** The sign of a category. Decoration: the word stands beside it. */
export function CategoryIcon({ category }: { category: Category }) {
  const Sign = ICONS[category];
  return <Sign aria-hidden="true" />;
}
