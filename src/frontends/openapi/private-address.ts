/**
 * Why only whoever runs a server may name this http or https URL, where that is so: its host is an address of a private network,
 * of the link or of a cloud's metadata, in whatever form it is written. This machine under a name that everybody knows
 * (`localhost`, `127.0.0.1`, `[::1]`) is how APIs under development are described; in any other form it hides.
 */
export function privateAddressReason(url: string): string | undefined {
  const { hostname } = new URL(url);
  const [, written = ""] = /^https?:\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(url) ?? [];
  if (/^(?:localhost|127\.0\.0\.1|\[::1\])$/i.test(written)) return undefined;
  if (!isPrivate(hostname)) return undefined;
  return `\`${hostname}\` is in a private network, and only whoever runs the server may send requests there`;
}

function isPrivate(hostname: string): boolean {
  const name = hostname.replace(/\.$/, "");
  // What clouds call the machine that knows a machine's credentials.
  if (/^(?:(?:.*\.)?localhost|metadata|instance-data|metadata\.google\.internal)$/.test(name)) return true;
  if (name.startsWith("[")) return isPrivateV6(groupsOf(name.slice(1, -1)));
  return /^\d+(?:\.\d+){3}$/.test(name) && isPrivateV4(name.split(".").map(Number));
}

/** IANA's registry of special-purpose addresses, multicast, and the address at which Azure's machines find their host. */
function isPrivateV4([a = 0, b = 0, c = 0, d = 0]: readonly number[]): boolean {
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && (b === 168 || (b === 0 && c === 0))) ||
    (a === 198 && (b === 18 || b === 19)) ||
    (a === 168 && b === 63 && c === 129 && d === 16)
  );
}

/** Out on the net are 2000::/3 but for Teredo and 6to4, and what stands for a public IPv4 address (mapped, NAT64). */
function isPrivateV6(groups: readonly number[]): boolean {
  const [first = 0, second = 0] = groups;
  const lead = groups.slice(0, 6).join();
  const high = groups[6] ?? 0;
  const low = groups[7] ?? 0;
  const v4 = [high >> 8, high & 255, low >> 8, low & 255];
  if (lead === "0,0,0,0,0,65535" || lead === "100,65435,0,0,0,0") return isPrivateV4(v4);
  return first >> 13 !== 1 || first === 0x2002 || (first === 0x2001 && second < 0x200);
}

/** The eight groups of an address as a URL gives it: in hexadecimal, with `::` for a run of zeros. */
function groupsOf(address: string): readonly number[] {
  const [head = "", tail] = address.split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":").map((group) => parseInt(group, 16)));
  const last = groups(tail ?? "");
  const first = groups(head);
  return [...first, ...Array<number>(Math.max(0, 8 - first.length - last.length)).fill(0), ...last];
}
