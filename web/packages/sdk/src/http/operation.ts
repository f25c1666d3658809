/** One call of the REST API in the form `openapi-fetch` takes, for paths told by hand. */
export interface Operation<Path, Query, Body, Answer> {
  parameters: { path: Path; query?: Query };
  requestBody?: { content: { 'application/json': Body } };
  responses: { 200: { content: { 'application/json': Wire<Answer> } } };
}

/** As it comes off the wire; `openapi-fetch` takes read-only lists for objects. */
type Wire<T> = T extends readonly (infer Item)[]
  ? Wire<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: Wire<T[K]> }
    : T;
