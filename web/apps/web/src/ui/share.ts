/** What became of it; `copied` is worth a word to the person, the others show themselves. */
export type Shared = 'shared' | 'copied' | 'failed';

/** Opens the system's share sheet on phones; copies the link elsewhere, where such a sheet is more in the way than of use. */
export async function share(text: string, url: string): Promise<Shared> {
  const touch = window.matchMedia('(pointer: coarse)').matches;
  if (touch && 'share' in navigator) {
    try {
      await navigator.share({ text, url });
      return 'shared';
    } catch (cause) {
      // Closing the sheet is no failure.
      if (cause instanceof DOMException && cause.name === 'AbortError') return 'shared';
    }
  }
  return (await copy(url)) ? 'copied' : 'failed';
}

/** Puts `text` on the clipboard; resolves to whether it is there. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Absent on plain HTTP, refused without permission: there is the old way.
    return copySelection(text);
  }
}

function copySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'nio-visually-hidden';
  document.body.append(field);
  field.select();
  try {
    // Deprecated in favour of what has just failed.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    return document.execCommand('copy');
  } finally {
    field.remove();
  }
}
