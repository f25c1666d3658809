/** Long enough for any code of ours, short enough not to carry anything else. */
const CODE = /^[A-Za-z0-9_-]{8,128}$/;

/** The apps' own links; browsers disagree on how to read addresses they do not know, so these are read by hand. */
const APP_LINK = /^(?:nio|ospabhost):\/\/qr-login\/?\?code=([^&#]*)$/i;

/**
 * The code in what a scanner read: `https://…/qr-login?code=…` of `origin`, `ospabhost://qr-login?code=…` or
 * `nio://qr-login?code=…`. Everything else is `null`: a QR code can hold anything, and a foreign page that looks like
 * ours is what people are tricked with.
 */
export function parseQrLink(text: string, origin: string): string | null {
  const trimmed = text.trim();
  const code = APP_LINK.exec(trimmed)?.[1] ?? codeOfPage(trimmed, origin);
  return code !== null && CODE.test(code) ? code : null;
}

function codeOfPage(text: string, origin: string): string | null {
  // By `new URL` alone, `/qr-login` without a host or with a user before it would do as well.
  if (!/^https?:\/\//i.test(text)) return null;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  const ours =
    url.origin === origin &&
    url.username === '' &&
    url.password === '' &&
    url.pathname === '/qr-login';
  const codes = url.searchParams.getAll('code');
  return ours && codes.length === 1 ? (codes[0] ?? null) : null;
}
