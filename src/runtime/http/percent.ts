/** Percent-encodes UTF-8, all but RFC 3986's unreserved characters; half a surrogate pair becomes U+FFFD. */
export function percentEncode(text: string): string {
  const encoded = encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
  return encoded.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * Percent-encodes for `allowReserved` (RFC 6570 §3.2.3): reserved characters and triplets stay. Encoded all the same is what
 * a query cannot hold or would misread: `#` `[` `]` `'` `&` `+`, and a `%` that begins no triplet.
 */
export function percentEncodeReserved(text: string): string {
  return percentEncodeLiteral(text).replaceAll("&", "%26").replaceAll("+", "%2B");
}

/** Percent-encodes what neither path nor query can hold, in text that is meant to be URL syntax. */
export function percentEncodeLiteral(text: string): string {
  return text.replace(/%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~:/?@!$()*,;=&+%]+/g, percentEncode);
}
