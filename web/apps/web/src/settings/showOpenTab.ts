/** For the `ref` of a tab: a row of tabs wider than the phone shows the one that is open. */
export function showOpenTab(tab: HTMLAnchorElement | null): void {
  if (tab?.getAttribute('aria-current') === 'page') {
    tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}
