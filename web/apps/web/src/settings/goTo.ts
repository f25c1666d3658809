/** Leaves for another site: a provider of social login. */
export function goTo(url: string): void {
  window.location.assign(url);
}
