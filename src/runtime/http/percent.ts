/** Encodes all but RFC 3986's unreserved characters, half a surrogate pair as U+FFFD. */
export function percentEncode(text: string): string {
  const encoded = encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
  return encoded.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** For text meant to be URL syntax: encodes what neither path nor query can hold. */
export function percentEncodeLiteral(text: string): string {
  return text.replace(/%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~:/?@!$()*,;=&+%]+/g, percentEncode);
}
