/** Says a short thing that goes by itself. The code for it is fetched when first needed. */
export async function toast(message: string, tone: 'calm' | 'trouble' = 'calm'): Promise<void> {
  const { showToast } = await import('./Toasts');
  showToast(message, tone);
}
