import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MoreButton } from './MoreButton';
import styles from './People.module.css';
import { PersonRow, SkeletonRows } from './PersonRow';
import { usePeopleList, type PeopleListKind } from './queries';
import { Trouble } from './Trouble';

/** Who follows somebody, whom they follow, or whom one has blocked. */
export function PeopleDialog({
  kind,
  nickname,
  onClose,
}: {
  /** `null`: closed. */
  kind: PeopleListKind | null;
  nickname: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={kind !== null}
      onClose={onClose}
      title={kind === null ? '' : t(`profile.list.${kind}`)}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {kind === null ? null : <List kind={kind} nickname={nickname} onOpen={onClose} />}
    </Modal>
  );
}

function List({
  kind,
  nickname,
  onOpen,
}: {
  kind: PeopleListKind;
  nickname: string;
  onOpen: () => void;
}) {
  const { t } = useTranslation();
  const list = usePeopleList(kind, nickname);
  if (list.items === null) {
    return list.error ? (
      <Trouble error={list.error} retry={list.retry} retrying={list.retrying} />
    ) : (
      <SkeletonRows />
    );
  }
  if (list.items.length === 0) return <p className={styles.hint}>{t(`profile.none.${kind}`)}</p>;
  return (
    <div className={styles.scroll}>
      <ul className={styles.rows}>
        {list.items.map((person) => (
          <PersonRow key={person.id} person={person} onOpen={onOpen} />
        ))}
      </ul>
      <MoreButton pages={list} />
    </div>
  );
}
