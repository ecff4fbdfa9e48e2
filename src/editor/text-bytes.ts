import { decodePython } from '../text/decode.ts';

/**
 * The text of an editor as the bytes that a scan reads. An editor has decoded the file already: where its first lines declare
 * another encoding than UTF-8 the declaration is made unreadable, so that each column stays in its place.
 */
export function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const decoded = decodePython(bytes);
  if (decoded.kind === 'binary' || (decoded.kind === 'text' && decoded.encoding === 'utf-8')) return bytes;
  return Buffer.from(
    text.replace(DECLARED, (line) => line.replace(/coding(?=[=:])/g, 'codinG')),
    'utf8',
  );
}

const DECLARED = /^[^\r\n]*(?:\r\n|\n|\r)?[^\r\n]*/;
