/**
 * Which bits a bitmap of git has set, compressed as EWAH: a word that counts those alike, and those that follow as they are.
 * Undefined where it is cut off, or says of more bits than an index has entries. Source: https://git-scm.com/docs/bitmap-format
 */
export function bitsOf(content: Buffer): ReadonlySet<number> | undefined {
  if (content.length < 8) return undefined;
  const [size, words] = [content.readUInt32BE(0), content.readUInt32BE(4)];
  if (content.length < 8 + words * WORD || size > MOST_BITS) return undefined;
  const bits = new Set<number>();
  const end = 8 + words * WORD;
  let at = 8;
  let place = 0;
  while (at < end) {
    const marker = content.readBigUInt64BE(at);
    at += WORD;
    const alike = Number((marker >> 1n) & 0xffff_ffffn) * WORD * 8;
    if (place + alike > size + WORD * 8) return undefined;
    if ((marker & 1n) === 1n) for (let bit = 0; bit < alike; bit++) bits.add(place + bit);
    place += alike;
    for (let literals = Number(marker >> 33n); literals > 0 && at < end; literals--, at += WORD, place += WORD * 8)
      addSet(content, at, place, bits);
  }
  return bits;
}

/** Bytes. */
const WORD = 8;
/** More entries than the largest index that is read holds. */
const MOST_BITS = 2 ** 20;

function addSet(content: Buffer, at: number, place: number, bits: Set<number>): void {
  for (let bit = 0; bit < WORD * 8; bit++) {
    const byte = content[at + WORD - 1 - (bit >> 3)] ?? 0;
    if ((byte & (1 << (bit & 7))) !== 0) bits.add(place + bit);
  }
}
