import { describe, expect, test } from 'vitest';
import { parseQrLink } from './parseQrLink.js';

const HERE = 'https://live.example';
const CODE = 'Ab3_defg-hijKLMN';

describe('is the code', () => {
  test.each([
    `https://live.example/qr-login?code=${CODE}`,
    `HTTPS://LIVE.EXAMPLE/qr-login?code=${CODE}`,
    `https://live.example:443/qr-login?code=${CODE}`,
    `https://live.example/qr-login?utm=poster&code=${CODE}#x`,
    `  https://live.example/qr-login?code=${CODE}\n`,
    `ospabhost://qr-login?code=${CODE}`,
    `nio://qr-login?code=${CODE}`,
    `nio://qr-login/?code=${CODE}`,
  ])('%s', (text) => {
    expect(parseQrLink(text, HERE)).toBe(CODE);
  });

  test('of a server on this machine', () => {
    const here = 'http://localhost:3000';
    expect(parseQrLink(`${here}/qr-login?code=${CODE}`, here)).toBe(CODE);
  });
});

describe('is nothing of ours', () => {
  test.each([
    ['no link', 'hello'],
    ['nothing', ''],
    ['a bare code', CODE],
    ['another site', `https://evil.example/qr-login?code=${CODE}`],
    ['a site that begins like ours', `https://live.example.evil.test/qr-login?code=${CODE}`],
    ['our name as a user', `https://live.example@evil.test/qr-login?code=${CODE}`],
    ['somebody at our site', `https://anna@live.example/qr-login?code=${CODE}`],
    ['our site without protection', `http://live.example/qr-login?code=${CODE}`],
    ['another port', `https://live.example:8443/qr-login?code=${CODE}`],
    ['another page', `https://live.example/login?code=${CODE}`],
    ['a page below', `https://live.example/qr-login/x?code=${CODE}`],
    ['a path alone', `/qr-login?code=${CODE}`],
    ['no code', 'https://live.example/qr-login'],
    ['an empty code', 'nio://qr-login?code='],
    ['two codes', `https://live.example/qr-login?code=${CODE}&code=${CODE}x`],
    ['a code too short to be one', 'nio://qr-login?code=abc'],
    ['a code with foreign letters', `nio://qr-login?code=${CODE}%2F..%2Fx`],
    ['a code of any length', `nio://qr-login?code=${'a'.repeat(129)}`],
    ['another app', `evil://qr-login?code=${CODE}`],
    ['another place of the app', `nio://pay?code=${CODE}`],
    ['a script', `javascript:location='https://live.example/qr-login?code=${CODE}'`],
    ['data', `data:text/html,https://live.example/qr-login?code=${CODE}`],
    ['something that is no address', 'https://[/qr-login'],
  ])('%s', (_, text) => {
    expect(parseQrLink(text, HERE)).toBeNull();
  });
});
