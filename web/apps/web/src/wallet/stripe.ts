/**
 * The little of Stripe.js that is used. Its script must come from Stripe's own server, and is fetched when somebody
 * chose to pay with it, never before.
 */

const ADDRESS = 'https://js.stripe.com/v3/';

/** What Stripe says when it did not work; `message` is for people and in their language. */
export interface StripeError {
  readonly type: string;
  readonly message?: string;
}

/** The Payment Element. */
export interface PaymentElement {
  mount(place: HTMLElement): void;
  on(event: 'ready' | 'loaderror', listener: (event: { error?: StripeError }) => void): void;
  destroy(): void;
}

/** What holds the elements of one payment. */
export interface StripeElements {
  create(type: 'payment', options?: { layout: 'tabs' | 'accordion' }): PaymentElement;
}

/** https://docs.stripe.com/js */
export interface Stripe {
  elements(options: {
    clientSecret: string;
    locale: string;
    appearance: { theme: 'stripe' | 'night'; variables: Record<string, string> };
  }): StripeElements;
  confirmPayment(options: {
    elements: StripeElements;
    confirmParams: { return_url: string };
    redirect: 'if_required';
  }): Promise<{ error?: StripeError }>;
}

declare global {
  interface Window {
    Stripe?: (publishableKey: string) => Stripe;
  }
}

let script: Promise<void> | null = null;

/** Stripe for a key. Rejects when its script cannot be had; the next call tries again. */
export async function loadStripe(publishableKey: string): Promise<Stripe> {
  script ??= fetchScript().catch((cause: unknown) => {
    script = null;
    throw cause;
  });
  await script;
  if (window.Stripe === undefined) throw new Error('Stripe.js did not start.');
  return window.Stripe(publishableKey);
}

function fetchScript(): Promise<void> {
  if (window.Stripe !== undefined) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = ADDRESS;
    element.async = true;
    element.onload = () => resolve();
    element.onerror = () => {
      element.remove();
      reject(new Error('Stripe.js cannot be loaded.'));
    };
    document.head.append(element);
  });
}
