/** Of one API; empty values count as absent, records are by variable. */
export interface HttpSettings {
  /** Absolute URL that replaces the document's first server whole. */
  readonly baseUrl?: string | undefined;
  /** Milliseconds for a call in all, retries included; 0 for no limit. */
  readonly timeoutMs: number;
  /** Most bytes of a response, counted after decompression. */
  readonly maxResponseBytes: number;
  readonly retries: number;
  readonly credentials: Readonly<Record<string, string | undefined>>;
  readonly serverVariables: Readonly<Record<string, string | undefined>>;
}
