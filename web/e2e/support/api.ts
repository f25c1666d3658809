/** What a call says besides its address. */
interface Call {
  readonly token?: string;
  /** Sent as JSON, by POST. */
  readonly body?: object;
}

/** Somebody signed in, without a browser. */
export interface Caller {
  readonly id: string;
  readonly token: string;
}

/** A call of the REST interface that has to succeed. */
export async function call<T>(url: string, { token, body }: Call = {}): Promise<T> {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Registers or signs in, depending on the address. */
export async function enter(url: string, body: object): Promise<Caller> {
  const { token, user } = await call<{ token: string; user: { id: string } }>(url, { body });
  return { id: user.id, token };
}
