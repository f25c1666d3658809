/** Options of a call whose body is a picture itself. */
export function picture(body: Blob): {
  body: Blob;
  bodySerializer: (body: unknown) => Blob;
  headers: Record<string, string>;
} {
  return {
    body,
    bodySerializer: () => body,
    headers: { 'Content-Type': body.type || 'application/octet-stream' },
  };
}
