import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import { Button, Menu, Modal, NativeSelect, TextInput } from '@mantine/core';
import { LIMITS, type ChatMessage, type LiveRoom, type RoomPerson, type RoomState } from '@nio/sdk';
import {
  IconArrowBackUp,
  IconAt,
  IconBan,
  IconChevronLeft,
  IconClockPause,
  IconCopy,
  IconEraser,
  IconEyeOff,
  IconLockOpen,
  IconPin,
  IconPinnedOff,
  IconShieldPlus,
  IconShieldX,
  IconTrash,
  IconUser,
} from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format';
import { toast } from '../shell/toast';
import { copy } from '../ui/share';
import styles from './Menus.module.css';
import { MenuAt } from './MenuAt';
import { mayDelete, maySanction, moderates } from './roles';
import type { Point } from './useLongPress';
import { useModeration } from './useModeration';

/** Whose menu is open, where, and on which message. */
export interface PersonTarget {
  readonly person: RoomPerson;
  readonly message: ChatMessage | null;
  readonly at: Point;
}

/** Offered at once; anything between is possible too. */
const TIME_OUTS = [10, 60, 600, 3600, 86_400] as const;

type Step = 'menu' | 'timeOut' | 'custom' | 'ban' | 'clear' | 'block';

/** What can be done with a message and the person who wrote it, by everybody and by moderators. */
export default function PersonMenu({
  room,
  state,
  myId,
  target,
  onReply,
  onMention,
  onClose,
}: {
  room: LiveRoom;
  state: Pick<RoomState, 'self' | 'sanctions' | 'pinned'>;
  myId: string | null;
  target: PersonTarget;
  onReply: ((message: ChatMessage) => void) | null;
  onMention: ((nickname: string) => void) | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [step, setStep] = useState<Step>('menu');
  const moderation = useModeration(room);
  const { person, message, at } = target;
  const { nickname } = person;
  const myRole = state.self?.role ?? 'viewer';
  const mine = person.id === myId;
  const deletes = !mine && mayDelete(myRole, person.role);
  const sanctions = !mine && maySanction(myRole, person.role);
  const sanction = state.sanctions.get(person.id);
  const timedOut = typeof sanction === 'string' && Date.parse(sanction) > Date.now();
  const banned = sanction === null;

  if (step === 'custom') {
    return <CustomTimeOut nickname={nickname} onClose={onClose} onTimeOut={timeOut} />;
  }
  if (step === 'ban') {
    return <BanDialog nickname={nickname} onClose={onClose} onBan={ban} />;
  }
  if (step === 'clear' || step === 'block') {
    return (
      <Confirm
        title={t(`chat.moderate.${step}Title`, { nickname })}
        text={t(`chat.moderate.${step}Text`)}
        action={t(`chat.moderate.${step}`)}
        onClose={onClose}
        onConfirm={() => moderation[step](person)}
      />
    );
  }

  function timeOut(seconds: number): Promise<boolean> {
    return moderation.timeOut(person, seconds);
  }
  function ban(reason: string): Promise<boolean> {
    return moderation.ban(person, reason);
  }
  const item = (icon: ReactNode, label: string, run: () => void, danger = false) => (
    <Menu.Item
      leftSection={icon}
      onClick={run}
      data-danger={danger || undefined}
      className={styles.item}
    >
      {label}
    </Menu.Item>
  );
  /** An item that only leads on: the menu stays, or makes room for a dialog. */
  const leading = (icon: ReactNode, label: string, to: Step, danger = false) => (
    <Menu.Item
      leftSection={icon}
      closeMenuOnClick={false}
      onClick={() => setStep(to)}
      data-danger={danger || undefined}
      className={styles.item}
    >
      {label}
    </Menu.Item>
  );

  return (
    <MenuAt at={at} testId="person-menu" onClose={onClose}>
      {step === 'timeOut' ? (
        <>
          {leading(<IconChevronLeft aria-hidden="true" />, t('chat.menu.back'), 'menu')}
          {TIME_OUTS.map((seconds) => (
            <Menu.Item key={seconds} className={styles.item} onClick={() => void timeOut(seconds)}>
              {format.span(seconds)}
            </Menu.Item>
          ))}
          <Menu.Item
            className={styles.item}
            closeMenuOnClick={false}
            onClick={() => setStep('custom')}
          >
            {t('chat.menu.custom')}
          </Menu.Item>
        </>
      ) : (
        <>
          <Menu.Label className={styles.label}>
            <strong>{nickname}</strong> {t(`chat.roleName.${person.role}`)}
          </Menu.Label>
          {message && onReply
            ? item(<IconArrowBackUp aria-hidden="true" />, t('chat.menu.reply'), () =>
                onReply(message),
              )
            : null}
          {message
            ? item(<IconCopy aria-hidden="true" />, t('chat.menu.copy'), () => {
                void copy(message.text).then((copied) =>
                  toast(t(copied ? 'chat.menu.copied' : 'errors.unknown')),
                );
              })
            : null}
          {onMention && !mine
            ? item(<IconAt aria-hidden="true" />, t('chat.menu.mention'), () => onMention(nickname))
            : null}
          <Menu.Item
            component={Link}
            to={`/profile/${nickname}`}
            // The room goes on.
            target="_blank"
            leftSection={<IconUser aria-hidden="true" />}
            className={styles.item}
          >
            {t('chat.menu.profile')}
          </Menu.Item>
          {message && moderates(myRole)
            ? state.pinned?.id === message.id
              ? item(<IconPinnedOff aria-hidden="true" />, t('chat.menu.unpin'), () => {
                  void moderation.pin(null);
                })
              : item(<IconPin aria-hidden="true" />, t('chat.menu.pin'), () => {
                  void moderation.pin(message.id);
                })
            : null}
          {message && (mine || deletes)
            ? item(
                <IconTrash aria-hidden="true" />,
                t('chat.menu.delete'),
                () => void moderation.remove(message.id),
                true,
              )
            : null}
          {deletes
            ? leading(<IconEraser aria-hidden="true" />, t('chat.menu.clear'), 'clear', true)
            : null}
          {sanctions ? (
            <>
              <Menu.Divider />
              {timedOut || banned
                ? item(
                    <IconLockOpen aria-hidden="true" />,
                    t(banned ? 'chat.menu.unban' : 'chat.menu.endTimeOut'),
                    () => void moderation.unban(person),
                  )
                : null}
              {banned
                ? null
                : leading(<IconClockPause aria-hidden="true" />, t('chat.menu.timeOut'), 'timeOut')}
              {banned
                ? null
                : leading(<IconBan aria-hidden="true" />, t('chat.menu.ban'), 'ban', true)}
            </>
          ) : null}
          {myRole === 'streamer' && sanctions
            ? person.role === 'moderator'
              ? item(<IconShieldX aria-hidden="true" />, t('chat.menu.dropModerator'), () => {
                  void moderation.setModerator(person, false);
                })
              : item(<IconShieldPlus aria-hidden="true" />, t('chat.menu.makeModerator'), () => {
                  void moderation.setModerator(person, true);
                })
            : null}
          {myId !== null && !mine
            ? leading(<IconEyeOff aria-hidden="true" />, t('chat.menu.block'), 'block')
            : null}
        </>
      )}
    </MenuAt>
  );
}

/** Asks by name before something others notice; stays open when it did not work. */
function Confirm({
  title,
  text,
  action,
  children,
  onConfirm,
  onClose,
}: {
  title: string;
  text: string;
  action: string;
  children?: ReactNode;
  onConfirm: () => Promise<boolean> | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [working, setWorking] = useState(false);
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.dialog}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const work = onConfirm();
          if (work === null) return;
          setWorking(true);
          void work.then((done) => {
            if (done) onClose();
            else setWorking(false);
          });
        }}
      >
        <p className={styles.text}>{text}</p>
        {children}
        <div className={styles.actions}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button color="red" type="submit" loading={working}>
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function BanDialog({
  nickname,
  onBan,
  onClose,
}: {
  nickname: string;
  onBan: (reason: string) => Promise<boolean>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Confirm
      title={t('chat.moderate.banTitle', { nickname })}
      text={t('chat.moderate.banText')}
      action={t('chat.moderate.ban')}
      onClose={onClose}
      onConfirm={() => onBan(reason.trim())}
    >
      <TextInput
        label={t('chat.moderate.reason')}
        value={reason}
        maxLength={LIMITS.banReasonMax}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
    </Confirm>
  );
}

const UNITS = { seconds: 1, minutes: 60, hours: 3600 } as const;

function CustomTimeOut({
  nickname,
  onTimeOut,
  onClose,
}: {
  nickname: string;
  onTimeOut: (seconds: number) => Promise<boolean>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [amount, setAmount] = useState('30');
  const [unit, setUnit] = useState<keyof typeof UNITS>('minutes');
  const [wrong, setWrong] = useState(false);
  const seconds = Number(amount.replace(',', '.')) * UNITS[unit];
  const possible =
    Number.isInteger(seconds) &&
    seconds >= LIMITS.timeOutMinSeconds &&
    seconds <= LIMITS.timeOutMaxSeconds;
  return (
    <Confirm
      title={t('chat.moderate.customTitle', { nickname })}
      text={t('chat.moderate.customText')}
      action={t('chat.moderate.timeOut')}
      onClose={onClose}
      onConfirm={() => {
        setWrong(!possible);
        return possible ? onTimeOut(seconds) : null;
      }}
    >
      <div className={styles.amount}>
        <TextInput
          label={t('chat.moderate.amount')}
          value={amount}
          inputMode="numeric"
          error={wrong && !possible ? t('chat.moderate.amountWrong') : null}
          onChange={(event) => setAmount(event.currentTarget.value)}
          data-autofocus
        />
        <NativeSelect
          label={t('chat.moderate.unit')}
          value={unit}
          onChange={(event) => setUnit(event.currentTarget.value as keyof typeof UNITS)}
          data={(['seconds', 'minutes', 'hours'] as const).map((value) => ({
            value,
            label: t(`chat.moderate.${value}`),
          }))}
        />
      </div>
    </Confirm>
  );
}
