/** What can be done about a thing that is told; offered for a little longer. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

/** Says a short thing that goes by itself. The code for it is fetched when first needed. */
export async function toast(
  message: string,
  tone: 'calm' | 'trouble' = 'calm',
  action?: ToastAction,
): Promise<void> {
  const { showToast } = await import('./Toasts');
  showToast(message, tone, action);
}
