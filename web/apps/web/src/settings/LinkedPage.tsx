import { Button } from '@mantine/core';
import type { LinkedIdentities, LinkedIdentity } from '@nio/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconLinkOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { account } from '../api/account';
import { problemText } from '../auth/failureText';
import { ProviderIcon } from '../auth/ProviderIcon';
import { knownProvider, PROVIDER_NAMES, providerName } from '../auth/providers';
import { toast } from '../shell/toast';
import { Ago } from '../ui/Ago';
import { Message } from '../ui/Message';
import { Notice } from '../ui/Notice';
import { ConfirmDialog } from './ConfirmDialog';
import { joined } from './device';
import { goTo } from './goTo';
import { Head, Loaded } from './Part';
import styles from './Settings.module.css';
import { useAct } from './useAct';

const IDENTITIES = ['account', 'identities'];

/** `/dashboard/settings/linked` */
export function Component() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const identities = useQuery({
    queryKey: IDENTITIES,
    queryFn: ({ signal }) => account.identities(signal),
  });
  const problem = problemText(params, t);
  const linked = knownProvider(params.get('linked'));
  return (
    <>
      <Head title={t('settings.page.linked')} lead={t('settings.linked.lead')} />
      {problem === null ? null : <Message tone="trouble">{problem}</Message>}
      {linked === null ? null : (
        <Message tone="good">
          {t('settings.linked.linkedNow', { provider: PROVIDER_NAMES[linked] })}
        </Message>
      )}
      <Loaded query={identities} height={240}>
        {(known) => <Providers known={known} />}
      </Loaded>
    </>
  );
}

function Providers({ known }: { known: LinkedIdentities }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { acting, act } = useAct();
  const [unlinking, setUnlinking] = useState<string | null>(null);
  const [leading, setLeading] = useState<string | null>(null);
  const [asked, setAsked] = useState('');
  // What is linked stays in sight when the server stops offering it.
  const all = [
    ...known.available,
    ...known.identities
      .map(({ provider }) => provider)
      .filter((it) => !known.available.includes(it)),
  ];
  if (all.length === 0) {
    return (
      <Notice icon={<IconLinkOff />} title={t('settings.linked.none')}>
        {t('settings.linked.noneText')}
      </Notice>
    );
  }
  const link = async (provider: string): Promise<void> => {
    setLeading(provider);
    const led = await act(async () => {
      goTo(await account.startProvider(provider, 'link', '/dashboard/settings/linked'));
    });
    if (!led) setLeading(null);
  };
  const unlink = async (): Promise<void> => {
    if (!(await act(() => account.unlink(asked)))) return;
    setUnlinking(null);
    await toast(t('settings.linked.unlinked', { provider: providerName(asked) }));
    await queries.invalidateQueries({ queryKey: IDENTITIES });
  };
  return (
    <>
      <ul className={styles.cards}>
        {all.map((provider) => {
          const identity = known.identities.find((it) => it.provider === provider);
          return (
            <li key={provider} className={styles.card} data-short data-testid="provider">
              <span className={styles.cardIcon}>
                <ProviderIcon provider={provider} />
              </span>
              <div className={styles.cardText}>
                <strong>{providerName(provider)}</strong>
                {identity === undefined ? (
                  <p className={styles.hint}>{t('settings.linked.notLinked')}</p>
                ) : (
                  <Linked identity={identity} offered={known.available.includes(provider)} />
                )}
              </div>
              {identity === undefined ? (
                <Button
                  className={styles.cardAction}
                  variant="default"
                  loading={leading === provider}
                  aria-label={t('settings.linked.linkLabel', { provider: providerName(provider) })}
                  onClick={() => void link(provider)}
                >
                  {t('settings.linked.link')}
                </Button>
              ) : (
                <Button
                  className={styles.cardAction}
                  variant="default"
                  aria-label={t('settings.linked.unlinkLabel', {
                    provider: providerName(provider),
                  })}
                  onClick={() => {
                    setAsked(provider);
                    setUnlinking(provider);
                  }}
                >
                  {t('settings.linked.unlink')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <ConfirmDialog
        opened={unlinking !== null}
        title={t('settings.linked.unlinkTitle', { provider: providerName(asked) })}
        action={t('settings.linked.unlink')}
        working={acting}
        onConfirm={() => void unlink()}
        onClose={() => setUnlinking(null)}
      >
        {t('settings.linked.unlinkText', { provider: providerName(asked) })}
      </ConfirmDialog>
    </>
  );
}

function Linked({ identity, offered }: { identity: LinkedIdentity; offered: boolean }) {
  const { t } = useTranslation();
  const who = joined(identity.name, identity.email);
  return (
    <>
      {who === '' ? null : <p className={styles.hint}>{who}</p>}
      <p className={styles.hint}>
        <Ago at={identity.linkedAt} words={(when) => t('settings.linked.linkedAt', { when })} />
        {' · '}
        <Ago at={identity.lastUsedAt} words={(when) => t('settings.linked.usedAt', { when })} />
      </p>
      {offered ? null : <p className={styles.hint}>{t('settings.linked.gone')}</p>}
    </>
  );
}
