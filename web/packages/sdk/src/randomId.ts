/**
 * 122 random bits as text. `crypto.randomUUID` would do, but browsers keep it from pages on plain HTTP, such as a server
 * being tried out in a home network.
 */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
