import type { ParsedModule } from '../ast/index.ts';
import { type Notebook, readNotebook } from '../ast/notebook.ts';
import type { PythonFileKind } from '../discover/index.ts';
import type { NoticeKind } from '../findings/index.ts';
import { decodePython } from '../text/decode.ts';

/** A file as a typed tree, or why there is none. */
export type ReadPython =
  | {
      readonly kind: 'read';
      readonly parsed: ParsedModule;
      readonly notebook: (Notebook & { readonly kind: 'notebook' }) | undefined;
    }
  | { readonly kind: 'failed'; readonly notice: NoticeKind; readonly message: string };

/** `parse` may give up. */
export function readPython(
  kind: PythonFileKind,
  bytes: Uint8Array,
  parse: (content: string) => ParsedModule,
): ReadPython {
  const decoded = decodePython(bytes);
  switch (decoded.kind) {
    case 'text':
      if (kind === 'notebook') return parseNotebook(decoded.content, parse);
      return { kind: 'read', parsed: parse(decoded.content), notebook: undefined };
    case 'binary':
      return { kind: 'failed', notice: 'binary', message: decoded.reason };
    case 'undecodable':
      return { kind: 'failed', notice: 'not-decoded', message: decoded.reason };
  }
}

function parseNotebook(json: string, parse: (content: string) => ParsedModule): ReadPython {
  const notebook = readNotebook(json);
  switch (notebook.kind) {
    case 'notebook':
      return { kind: 'read', parsed: parse(notebook.content), notebook };
    case 'not-python':
      return failedNotebook(`the notebook is not written in Python but in "${notebook.language.slice(0, 40)}"`);
    case 'broken':
      return failedNotebook(notebook.reason);
  }
}

function failedNotebook(message: string): ReadPython {
  return { kind: 'failed', notice: 'notebook', message };
}
