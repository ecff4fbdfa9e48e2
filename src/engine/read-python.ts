import type { ParsedModule } from '../ast/index.ts';
import type { PythonParser } from '../ast/lower/index.ts';
import { type CellPlace, readNotebook } from '../ast/notebook.ts';
import type { PythonFileKind } from '../discover/index.ts';
import type { NoticeKind } from '../findings/index.ts';
import { decodePython } from '../text/decode.ts';

/** A file as a typed tree, or why there is none. */
export type ReadPython =
  | {
      readonly kind: 'read';
      readonly parsed: ParsedModule;
      readonly cellOfLine: ((line: number) => CellPlace) | undefined;
    }
  | { readonly kind: 'failed'; readonly notice: NoticeKind; readonly message: string };

export function readPython(kind: PythonFileKind, bytes: Uint8Array, parser: PythonParser): ReadPython {
  const decoded = decodePython(bytes);
  switch (decoded.kind) {
    case 'text':
      if (kind === 'notebook') return parseNotebook(decoded.content, parser);
      return { kind: 'read', parsed: parser.parse(decoded.content), cellOfLine: undefined };
    case 'binary':
      return { kind: 'failed', notice: 'binary', message: decoded.reason };
    case 'undecodable':
      return { kind: 'failed', notice: 'not-decoded', message: decoded.reason };
  }
}

function parseNotebook(json: string, parser: PythonParser): ReadPython {
  const notebook = readNotebook(json);
  switch (notebook.kind) {
    case 'notebook':
      return { kind: 'read', parsed: parser.parse(notebook.content), cellOfLine: notebook.cellOfLine };
    case 'not-python':
      return failedNotebook(`the notebook is not written in Python but in "${notebook.language.slice(0, 40)}"`);
    case 'broken':
      return failedNotebook(notebook.reason);
  }
}

function failedNotebook(message: string): ReadPython {
  return { kind: 'failed', notice: 'notebook', message };
}
