/** The bindings take a text in pieces: WebAssembly 5119 code units at most, native 32 KiB. */
const LENGTH = 5000;

/** The piece from `offset` on. A character cut in the middle would be read as two broken ones, so none is. */
export function chunkAt(content: string, offset: number): string {
  const end = offset + LENGTH;
  const isLeadLast = (content.charCodeAt(end - 1) & 0xfc00) === 0xd800;
  return content.slice(offset, isLeadLast ? end - 1 : end);
}
