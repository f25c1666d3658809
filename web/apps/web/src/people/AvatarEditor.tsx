import { Button, Loader } from '@mantine/core';
import { IconMinus, IconPhoto, IconPlus, IconTrash } from '@tabler/icons-react';
import {
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import type { Person } from '@nio/sdk';
import { toast } from '../shell/toast';
import { Avatar } from '../ui/Avatar';
import { Message } from '../ui/Message';
import styles from './AvatarEditor.module.css';
import { middleOf, moved, sideOf, zoomed, zoomMax, type Crop } from './crop';
import { peopleErrorText } from './errorText';

/** Side of the picture that is sent. */
const OUT_PX = 512;

/** Side of the canvas it is shown on. */
const VIEW_PX = 480;

/** How far an arrow key moves, in parts of what is shown. */
const STEP = 0.04;

const QUALITY = 0.9;

/** A picture of oneself: chosen, cut to a square, sent, removed. */
export function AvatarEditor({
  person,
  onSend,
  onRemove,
}: {
  person: Person;
  onSend: (picture: Blob) => Promise<void>;
  onRemove: () => Promise<void>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const file = useRef<HTMLInputElement>(null);
  const [image, setImage] = useState<ImageBitmap | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [working, setWorking] = useState<'sending' | 'removing' | null>(null);

  const choose = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    setFailure(null);
    try {
      setImage(await createImageBitmap(chosen));
    } catch {
      setFailure(t('profile.avatar.unreadable'));
    }
  };
  const run = async (what: 'sending' | 'removing', work: () => Promise<void>): Promise<void> => {
    setWorking(what);
    setFailure(null);
    try {
      await work();
      setImage(null);
      await toast(t(what === 'sending' ? 'profile.avatar.saved' : 'profile.avatar.removed'));
    } catch (cause) {
      setFailure(peopleErrorText(cause, t, format));
    } finally {
      setWorking(null);
    }
  };

  return (
    <div className={styles.editor}>
      {image ? (
        <Cropper
          image={image}
          sending={working === 'sending'}
          onCancel={() => setImage(null)}
          onDone={(picture) => void run('sending', () => onSend(picture))}
        />
      ) : (
        <div className={styles.now}>
          <Avatar person={person} size="xl" />
          <div className={styles.buttons}>
            <Button
              variant="default"
              leftSection={<IconPhoto aria-hidden="true" />}
              onClick={() => file.current?.click()}
            >
              {t(person.avatarUrl ? 'profile.avatar.change' : 'profile.avatar.choose')}
            </Button>
            {person.avatarUrl ? (
              <Button
                variant="subtle"
                color="red"
                leftSection={<IconTrash aria-hidden="true" />}
                loading={working === 'removing'}
                onClick={() => void run('removing', onRemove)}
              >
                {t('profile.avatar.remove')}
              </Button>
            ) : null}
          </div>
        </div>
      )}
      <input
        ref={file}
        type="file"
        accept="image/*"
        className="nio-visually-hidden"
        tabIndex={-1}
        aria-hidden="true"
        data-testid="avatar-file"
        onChange={({ currentTarget }) => {
          void choose(currentTarget.files?.[0]);
          // The same file may be chosen again.
          currentTarget.value = '';
        }}
      />
      {failure ? <Message tone="trouble">{failure}</Message> : null}
    </div>
  );
}

function Cropper({
  image,
  sending,
  onDone,
  onCancel,
}: {
  image: ImageBitmap;
  sending: boolean;
  onDone: (picture: Blob) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [crop, setCrop] = useState<Crop>(() => middleOf(image));
  const most = zoomMax(image);
  const zoom = (to: number): void => setCrop((before) => zoomed(image, before, to));
  const move = (byX: number, byY: number): void =>
    setCrop((before) => moved(image, before, byX, byY));
  const drag = useDrag(canvas, move);
  useWheel(canvas, (by) => setCrop((before) => zoomed(image, before, before.zoom * by)));

  useEffect(() => {
    if (canvas.current) draw(canvas.current, image, crop);
  }, [image, crop]);
  useEffect(() => {
    canvas.current?.focus();
    return () => image.close();
  }, [image]);

  const pressed = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? 4 * STEP : STEP;
    switch (event.key) {
      case 'ArrowLeft':
        move(-step, 0);
        break;
      case 'ArrowRight':
        move(step, 0);
        break;
      case 'ArrowUp':
        move(0, -step);
        break;
      case 'ArrowDown':
        move(0, step);
        break;
      case '+':
      case '=':
        zoom(crop.zoom * 1.1);
        break;
      case '-':
        zoom(crop.zoom / 1.1);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  const send = (): void => {
    const out = document.createElement('canvas');
    out.width = out.height = OUT_PX;
    draw(out, image, crop);
    out.toBlob((picture) => picture && onDone(picture), 'image/jpeg', QUALITY);
  };

  return (
    <div className={styles.cropper}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        width={VIEW_PX}
        height={VIEW_PX}
        tabIndex={0}
        role="application"
        aria-label={t('profile.avatar.crop')}
        data-testid="avatar-crop"
        onKeyDown={pressed}
        {...drag}
      />
      <p className={styles.hint}>{t('profile.avatar.hint')}</p>
      <div className={styles.zoom}>
        <ZoomButton label={t('profile.avatar.farther')} onClick={() => zoom(crop.zoom / 1.25)}>
          <IconMinus aria-hidden="true" />
        </ZoomButton>
        <input
          type="range"
          className={styles.range}
          min={1}
          max={most}
          step={0.01}
          value={crop.zoom}
          disabled={most === 1}
          aria-label={t('profile.avatar.zoom')}
          onChange={({ currentTarget }) => zoom(Number(currentTarget.value))}
        />
        <ZoomButton label={t('profile.avatar.nearer')} onClick={() => zoom(crop.zoom * 1.25)}>
          <IconPlus aria-hidden="true" />
        </ZoomButton>
      </div>
      <div className={styles.buttons}>
        <Button variant="default" onClick={onCancel} disabled={sending}>
          {t('common.cancel')}
        </Button>
        <Button onClick={send} disabled={sending} data-testid="avatar-save">
          {t('profile.avatar.use')}
        </Button>
      </div>
      {sending ? (
        <p className={styles.sending} role="status">
          <Loader size="xs" />
          {t('profile.avatar.sending')}
        </p>
      ) : null}
    </div>
  );
}

function ZoomButton({
  label,
  onClick,
  children,
}: {
  label: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={styles.zoomButton}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

function draw(canvas: HTMLCanvasElement, image: ImageBitmap, crop: Crop): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const side = sideOf(image, crop);
  context.imageSmoothingQuality = 'high';
  // JPEG knows no transparency: what is see-through would become black.
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(
    image,
    crop.x - side / 2,
    crop.y - side / 2,
    side,
    side,
    0,
    0,
    canvas.width,
    canvas.height,
  );
}

/** The picture follows the finger. */
function useDrag(
  canvas: RefObject<HTMLCanvasElement | null>,
  move: (byX: number, byY: number) => void,
) {
  const last = useRef<{ x: number; y: number } | null>(null);
  return {
    onPointerDown: (event: PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      last.current = { x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      const width = canvas.current?.clientWidth;
      if (last.current === null || !width) return;
      move((last.current.x - event.clientX) / width, (last.current.y - event.clientY) / width);
      last.current = { x: event.clientX, y: event.clientY };
    },
    onPointerUp: () => {
      last.current = null;
    },
    onPointerCancel: () => {
      last.current = null;
    },
  };
}

/** By hand, because React's own listener may not keep the page from scrolling. */
function useWheel(canvas: RefObject<HTMLCanvasElement | null>, zoomBy: (by: number) => void): void {
  const latest = useRef(zoomBy);
  useEffect(() => {
    latest.current = zoomBy;
  });
  useEffect(() => {
    const element = canvas.current;
    const turned = (event: WheelEvent): void => {
      event.preventDefault();
      latest.current(Math.exp(-event.deltaY / 500));
    };
    element?.addEventListener('wheel', turned, { passive: false });
    return () => element?.removeEventListener('wheel', turned);
  }, [canvas]);
}
