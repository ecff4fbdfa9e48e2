/** What strangers send and no file is found by. */
import { type Expression, holds } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** An upload, or the bytes of a request, where nothing on the way takes its file name. */
export function isContent(path: readonly Expression[], leaf: Expression, { types, effects }: SemanticModel): boolean {
  // What a body is read as has names of its own.
  if (path.some((each) => each.kind === 'Call' && effects.of(each) === 'parse')) return false;
  const names = [leaf, ...path].flatMap((each) => (each.kind === 'Attribute' ? each.attr : []));
  if (names.includes('filename')) return false;
  if (names.some((name) => /^(?:files|FILES|content|body|stream|raw_post_data|rfile)$/.test(name))) return true;
  // `file`, and `file.read()` of it.
  return holds(leaf, (node) => node.kind === 'Name' && UPLOAD.test(types.classOf(node) ?? ''));
}

const UPLOAD = /\.(?:UploadFile|FileStorage|UploadedFile)$/;
