import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import { Button, Modal, TextInput } from '@mantine/core';
import type { BannerReport, NewBanner } from '@nio/sdk';
import { IconPhoto } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { banners } from '../api/people';
import { useFormat } from '../i18n/format';
import { peopleErrorText } from '../people/errorText';
import { Check } from '../ui/Check';
import { Choice } from '../ui/Choice';
import { Message } from '../ui/Message';
import styles from './AdminBannersPage.module.css';
import { complaintsOf, fromField, toField } from './banner';

const EMPTY: NewBanner = {
  name: '',
  alt: '',
  link: 'https://',
  placement: 'room',
  startsAt: null,
  endsAt: null,
  weight: 10,
  active: true,
};

/** Makes a banner, or changes one. */
export function BannerDialog({
  banner,
  onSaved,
  onClose,
}: {
  /** `null`: closed. */
  banner: BannerReport | 'new' | null;
  onSaved: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={banner !== null}
      onClose={onClose}
      title={t(banner === 'new' ? 'banner.admin.new' : 'banner.admin.editTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {banner === null ? null : (
        <BannerForm
          before={banner === 'new' ? null : banner}
          onSaved={onSaved}
          onCancel={onClose}
        />
      )}
    </Modal>
  );
}

function BannerForm({
  before,
  onSaved,
  onCancel,
}: {
  before: BannerReport | null;
  onSaved: () => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [banner, setBanner] = useState<NewBanner>(() => (before ? wordsOf(before) : EMPTY));
  // Made by a first attempt whose picture was refused: the next one changes it.
  const made = useRef(before?.id ?? null);
  const [image, setImage] = useState<File | null>(null);
  const [complain, setComplain] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const preview = useObjectUrl(image) ?? before?.imageUrl ?? null;
  const complaints = complaintsOf(banner);
  const wrong = (field: keyof typeof complaints): string | undefined => {
    const complaint = complain ? complaints[field] : undefined;
    return complaint && t(`banner.admin.wrong.${complaint}`);
  };
  const change = (part: Partial<NewBanner>): void => setBanner((it) => ({ ...it, ...part }));

  const save = async (form: HTMLFormElement): Promise<void> => {
    setComplain(true);
    const [first] = Object.keys(complaints);
    if (first !== undefined) {
      const field = form.elements.namedItem(first);
      if (field instanceof HTMLElement) field.focus();
      return;
    }
    setSaving(true);
    setFailure(null);
    const words = {
      ...banner,
      name: banner.name.trim(),
      alt: banner.alt.trim(),
      link: banner.link.trim(),
    };
    try {
      if (made.current === null) made.current = (await banners.create(words)).id;
      else await banners.update(made.current, words);
      if (image) await banners.setImage(made.current, image);
      onSaved();
    } catch (cause) {
      setFailure(peopleErrorText(cause, t, format));
    } finally {
      setSaving(false);
    }
  };
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save(event.currentTarget);
      }}
    >
      {failure ? <Message tone="trouble">{failure}</Message> : null}
      <TextInput
        name="name"
        label={t('banner.admin.name')}
        description={t('banner.admin.nameHint')}
        value={banner.name}
        maxLength={100}
        error={wrong('name')}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        data-autofocus
      />
      <div className={styles.preview}>
        {preview ? <img src={preview} alt={banner.alt} /> : null}
        <Button
          variant="default"
          leftSection={<IconPhoto aria-hidden="true" />}
          onClick={() => file.current?.click()}
        >
          {t(preview ? 'banner.admin.otherImage' : 'banner.admin.image')}
        </Button>
        <input
          ref={file}
          type="file"
          accept="image/jpeg,image/png,image/gif"
          className="nio-visually-hidden"
          tabIndex={-1}
          aria-hidden="true"
          data-testid="banner-file"
          onChange={({ currentTarget }) => setImage(currentTarget.files?.[0] ?? null)}
        />
      </div>
      <TextInput
        name="alt"
        label={t('banner.admin.alt')}
        description={t('banner.admin.altHint')}
        value={banner.alt}
        maxLength={200}
        error={wrong('alt')}
        onChange={({ currentTarget }) => change({ alt: currentTarget.value })}
      />
      <TextInput
        name="link"
        label={t('banner.admin.link')}
        type="url"
        inputMode="url"
        value={banner.link}
        maxLength={2000}
        error={wrong('link')}
        onChange={({ currentTarget }) => change({ link: currentTarget.value })}
      />
      <Choice
        label={t('banner.admin.placement')}
        options={(['room', 'home'] as const).map((value) => ({
          value,
          label: t(`banner.admin.placements.${value}`),
        }))}
        value={banner.placement}
        onChange={(placement) => change({ placement })}
      />
      <div className={styles.times}>
        <TextInput
          name="startsAt"
          label={t('banner.admin.startsAt')}
          type="datetime-local"
          value={toField(banner.startsAt)}
          onChange={({ currentTarget }) => change({ startsAt: fromField(currentTarget.value) })}
        />
        <TextInput
          name="endsAt"
          label={t('banner.admin.endsAt')}
          type="datetime-local"
          value={toField(banner.endsAt)}
          error={wrong('endsAt')}
          onChange={({ currentTarget }) => change({ endsAt: fromField(currentTarget.value) })}
        />
      </div>
      <TextInput
        name="weight"
        label={t('banner.admin.weight')}
        description={t('banner.admin.weightHint')}
        type="number"
        inputMode="numeric"
        min={1}
        max={100}
        value={Number.isNaN(banner.weight) ? '' : banner.weight}
        error={wrong('weight')}
        onChange={({ currentTarget }) => change({ weight: currentTarget.valueAsNumber })}
      />
      <Check
        label={t('banner.admin.active')}
        checked={banner.active}
        onChange={(active) => change({ active })}
      />
      <div className={styles.buttons}>
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={saving} data-testid="banner-save">
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}

/** What of a banner is changed here. */
function wordsOf(banner: BannerReport): NewBanner {
  const { name, alt, link, placement, startsAt, endsAt, weight, active } = banner;
  return { name, alt, link, placement, startsAt, endsAt, weight, active };
}

/** An address a file that was chosen is shown by. */
function useObjectUrl(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (file === null) {
      setUrl(null);
      return;
    }
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
