import type { NoticeKind } from '../findings/index.ts';

/** The text of a Python file without byte order mark, or why there is none. */
export type DecodedPython =
  | { readonly kind: 'text'; readonly content: string }
  | { readonly kind: 'failed'; readonly notice: NoticeKind; readonly message: string };

export function decodePython(bytes: Uint8Array): DecodedPython {
  if (bytes.includes(0) && !hasUtf16Mark(bytes)) {
    return { kind: 'failed', notice: 'binary', message: 'holds NUL bytes: taken for binary, not read' };
  }
  try {
    return { kind: 'text', content: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'failed', notice: 'not-decoded', message: 'is not UTF-8 and declares no other encoding' };
  }
}

function hasUtf16Mark(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0xff && bytes[1] === 0xfe);
}
