import { parseJson, type JsonValue } from "./json.js";
import type { Maybe } from "./provider.js";

/** What is kept for a session, or for whoever calls. */
export interface State {
  get<Value extends JsonValue>(key: string): Promise<Value | undefined>;
  set(key: string, value: JsonValue): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Where state is kept. Others than this process's memory (Redis, a database) let many processes share it. */
export interface StateStore {
  get(key: string): Maybe<JsonValue | undefined>;
  set(key: string, value: JsonValue, ttlSeconds: number): Maybe<void>;
  delete(key: string): Maybe<void>;
}

/** In memory: at most `limit` values (default 10,000), of which the oldest give way. */
export function memoryStore(limit = 10_000): StateStore {
  const values = new Map<string, { readonly text: string; readonly expires: number }>();
  return {
    get: (key) => {
      const found = values.get(key);
      if (found === undefined) return undefined;
      if (found.expires <= Date.now()) values.delete(key);
      // A copy: whoever changes it changes nothing here.
      return found.expires > Date.now() ? parseJson(found.text) : undefined;
    },
    set: (key, value, ttlSeconds) => {
      values.delete(key);
      values.set(key, { text: JSON.stringify(value), expires: Date.now() + ttlSeconds * 1000 });
      const [oldest = ""] = values.keys();
      if (values.size > limit) values.delete(oldest);
    },
    delete: (key) => void values.delete(key),
  };
}
