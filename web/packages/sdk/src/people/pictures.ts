/** Options of a call whose body is a picture itself; the schema knows bodies that are no JSON as strings. */
export function picture(body: Blob): {
  body: string;
  bodySerializer: (body: unknown) => Blob;
  headers: Record<string, string>;
} {
  return {
    body: body as unknown as string,
    bodySerializer: () => body,
    headers: { 'Content-Type': body.type || 'application/octet-stream' },
  };
}
