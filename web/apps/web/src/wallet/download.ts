/** Saves something that was fetched with a token, which a plain link cannot carry. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Some browsers begin a moment after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
