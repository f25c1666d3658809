import { type QrApprovalState, type QrRequester, type QrScan } from '@nio/sdk';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { renderAt } from '../testing/render';
import { ApprovalView } from './Approval';

const confirm = vi.fn();
const reject = vi.fn();
const retry = vi.fn();
const requester: QrRequester = {
  device: 'Windows PC',
  deviceKind: 'desktop',
  browser: 'Firefox 140',
  system: 'Windows 11',
  ipAddress: '203.0.113.7',
  location: 'Riga, Latvia',
  countryCode: 'LV',
  proximity: 'same_country',
};
const scan: QrScan = {
  confirmation: 'c',
  requester,
  numbers: [31, 58, 74],
  reauthenticate: false,
  expiresAt: '',
};
const asking = (
  change: Partial<QrRequester> = {},
  more: Partial<QrScan> = {},
): QrApprovalState => ({
  phase: 'asking',
  scan: { ...scan, ...more, requester: { ...requester, ...change } },
  answering: null,
});
const show = (state: QrApprovalState) =>
  renderAt(
    '/qr-login',
    <ApprovalView
      state={state}
      nickname="anna"
      onRetry={retry}
      onConfirm={confirm}
      onReject={reject}
    />,
  );

beforeEach(() => {
  for (const spy of [confirm, reject, retry]) spy.mockReset();
});

describe('who asks', () => {
  test('is shown by device, browser, system, place and address', () => {
    show(asking());
    for (const fact of ['Windows PC', 'Firefox 140', 'Windows 11', 'Riga, Latvia', '203.0.113.7']) {
      expect(screen.getByText(fact)).toBeTruthy();
    }
  });

  test.each([
    ['same_network', 'On the same network as this phone'],
    ['same_country', 'In the same country as this phone'],
  ] as const)('nearby (%s) is no reason to warn', (proximity, text) => {
    show(asking({ proximity }));
    expect(screen.getByText(text)).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test.each([
    ['far', 'somebody is trying to get into your account'],
    ['unknown', 'If somebody sent you this code, refuse'],
  ] as const)('%s is warned of', (proximity, text) => {
    show(asking({ proximity, location: null }));
    expect(screen.getByRole('alert').textContent).toContain(text);
    expect(screen.getByText('unknown')).toBeTruthy();
  });
});

describe('the answer', () => {
  test('is one of three numbers', async () => {
    show(asking());
    expect(screen.getAllByRole('button', { name: /The number is/ })).toHaveLength(3);
    await userEvent.click(screen.getByRole('button', { name: 'The number is 58' }));
    expect(confirm).toHaveBeenCalledExactlyOnceWith(58);
  });

  test('or no, as easily', async () => {
    show(asking());
    await userEvent.click(screen.getByRole('button', { name: /refuse/ }));
    expect(reject).toHaveBeenCalledOnce();
  });

  test('is given once', () => {
    const state = asking();
    show({ ...state, answering: 'yes' } as QrApprovalState);
    for (const button of screen.getAllByRole('button')) {
      expect(button).toHaveProperty('disabled', true);
    }
  });

  test('that will take a proof says so before', () => {
    show(asking({}, { reauthenticate: true }));
    expect(screen.getByText('You will be asked to prove that it is you.')).toBeTruthy();
  });
});

test.each<[QrApprovalState['phase'], string, string, string]>([
  ['confirmed', 'Done, you are signed in there', 'See my devices', '/dashboard/settings/sessions'],
  ['rejected', 'Refused', 'Go to home', '/'],
  ['wrong', 'That was another number', 'Scan again', '/qr-login'],
  ['gone', 'This code no longer works', 'Scan again', '/qr-login'],
])('%s: the end is told, with a way on', (phase, title, link, href) => {
  show({ phase } as QrApprovalState);
  expect(screen.getByRole('heading', { name: title })).toBeTruthy();
  expect(screen.getByRole('link', { name: link }).getAttribute('href')).toBe(href);
});
