import '@mantine/core/styles/Drawer.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import { Drawer } from '@mantine/core';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import Viewers from './Viewers';

/** The viewers on a phone, where there is no column for them. */
export default function ViewersSheet({
  onClose,
  ...list
}: ComponentProps<typeof Viewers> & { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      title={t('chat.viewers.title')}
      styles={{ title: { fontWeight: 700 } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Viewers {...list} />
    </Drawer>
  );
}
