import type { ParsedModule } from '../ast/index.ts';
import type { PythonParser } from '../ast/lower/index.ts';
import type { PythonFileKind } from '../discover/index.ts';
import type { NoticeKind } from '../findings/index.ts';
import { decodePython } from '../text/decode.ts';
import type { CellLine } from './file-places.ts';

/** A file as a typed tree, or why there is none. */
export type ReadPython =
  | {
      readonly kind: 'read';
      readonly parsed: ParsedModule;
      readonly cellOfLine: ((line: number) => CellLine) | undefined;
    }
  | { readonly kind: 'failed'; readonly notice: NoticeKind; readonly message: string };

export function readPython(kind: PythonFileKind, bytes: Uint8Array, parser: PythonParser): ReadPython {
  const decoded = decodePython(bytes);
  switch (decoded.kind) {
    case 'text':
      return { kind: 'read', parsed: parser.parse(decoded.content), cellOfLine: undefined };
    case 'binary':
      return { kind: 'failed', notice: 'binary', message: decoded.reason };
    case 'undecodable':
      return { kind: 'failed', notice: 'not-decoded', message: decoded.reason };
  }
}
