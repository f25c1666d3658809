import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/PasswordInput.layer.css';
import { Button, Modal, PasswordInput } from '@mantine/core';
import { NioError } from '@nio/sdk';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { account } from '../api/account';
import { failureText } from '../auth/failureText';
import { ProviderIcon } from '../auth/ProviderIcon';
import { providerName } from '../auth/providers';
import { useForm } from '../auth/useForm';
import { checkFilled } from '../auth/validate';
import { useFormat } from '../i18n/format';
import { Message } from '../ui/Message';
import { goTo } from './goTo';
import { ProofContext, ProofRefused, type WithProof } from './proof';
import styles from './Settings.module.css';

interface Question {
  readonly methods: readonly string[];
  readonly proved: () => void;
  readonly refused: () => void;
}

/** Gives {@link useProof} to the page within, and its dialog. */
export function ProofProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [question, setQuestion] = useState<Question | null>(null);
  // Made once: the state it sets does not depend on what is rendered.
  const [withProof] = useState<WithProof>(() => async <T,>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      if (!(cause instanceof NioError) || cause.error !== 'reauthentication_required') throw cause;
      await new Promise<void>((resolve, reject) => {
        setQuestion({
          methods: cause.methods,
          proved: resolve,
          refused: () => reject(new ProofRefused()),
        });
      });
      return work();
    }
  });
  const end = (how: (question: Question) => void): void => {
    if (question === null) return;
    setQuestion(null);
    how(question);
  };
  return (
    <ProofContext value={withProof}>
      {children}
      <Modal
        opened={question !== null}
        onClose={() => end((it) => it.refused())}
        title={t('proof.title')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {question === null ? null : (
          <Prove
            methods={question.methods}
            onProved={() => end((it) => it.proved())}
            onCancel={() => end((it) => it.refused())}
          />
        )}
      </Modal>
    </ProofContext>
  );
}

function Prove({
  methods,
  onProved,
  onCancel,
}: {
  methods: readonly string[];
  onProved: () => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const here = useLocation();
  const [leading, setLeading] = useState(false);
  const [trouble, setTrouble] = useState<unknown>(null);
  const form = useForm({
    fields: ['password'],
    check: (_, values) => checkFilled(values.password),
    send: async ({ password }) => {
      await account.reauthenticate(password);
      onProved();
    },
    places: {
      invalid_credentials: { field: 'password', complaint: { key: 'field.passwordWrong' } },
    },
  });
  const byPassword = methods.includes('password');
  const providers = methods.filter((method) => method !== 'password');
  const lead = async (provider: string): Promise<void> => {
    setLeading(true);
    try {
      goTo(await account.startProvider(provider, 'reauthenticate', here.pathname + here.search));
    } catch (cause) {
      setTrouble(cause);
      setLeading(false);
    }
  };
  const failure = form.failure ?? trouble;
  return (
    <form className={styles.dialog} onSubmit={form.submit} noValidate>
      <p className={styles.hint}>
        {byPassword || providers.length > 0 ? t('proof.text') : t('proof.impossible')}
      </p>
      {failure ? <Message tone="trouble">{failureText(failure, t, format)}</Message> : null}
      {byPassword ? (
        <PasswordInput
          {...form.field('password')}
          label={t('proof.password')}
          autoComplete="current-password"
          data-autofocus
          visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword'), tabIndex: 0 }}
        />
      ) : null}
      {providers.length === 0 ? null : (
        <div className={styles.providers}>
          {byPassword ? <span className={styles.hint}>{t('proof.or')}</span> : null}
          {providers.map((provider) => (
            <Button
              key={provider}
              variant="default"
              fullWidth
              leftSection={<ProviderIcon provider={provider} />}
              loading={leading}
              onClick={() => void lead(provider)}
            >
              {t('proof.provider', { provider: providerName(provider) })}
            </Button>
          ))}
          <span className={styles.hint}>{t('proof.providerHint')}</span>
        </div>
      )}
      <div className={styles.actions}>
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        {byPassword ? (
          <Button type="submit" loading={form.sending}>
            {t('proof.confirm')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
