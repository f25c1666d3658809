/** Answers of a server that is not there. */
export type Answer = (request: { body: unknown; headers: Headers }) => Response | Promise<Response>;

/** A successful JSON answer. */
export function ok(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json' },
  });
}

/** A refusal in the protocol's form. */
export function problem(status: number, error: string, more: object = {}): Response {
  return new Response(JSON.stringify({ status, error, detail: error, ...more }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
}

/** A `fetch` that answers by `METHOD /path` and remembers what was asked. */
export class FakeServer {
  readonly calls: string[] = [];
  readonly #routes = new Map<string, Answer>();

  /** Sets or replaces what `route` answers. */
  on(route: string, answer: Answer): this {
    this.#routes.set(route, answer);
    return this;
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const route = `${request.method} ${new URL(request.url).pathname}`;
    this.calls.push(route);
    const answer = this.#routes.get(route);
    if (!answer) throw new TypeError(`Nobody answers ${route}`);
    const text = await request.text();
    const body: unknown = text === '' ? null : JSON.parse(text);
    return answer({ body, headers: request.headers });
  };
}
