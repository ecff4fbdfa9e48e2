/** Files that anyone who follows a document writes as they read. */
import type { ProjectModel } from '../../project/index.ts';

const ORDER = /\b(?:create|add|make|write|save|put|new file)\b/i;

/** A document shows, above a line, what is to be in the file (a path from the root), or says to create it. */
export function isWrittenByReader(
  path: string,
  { path: document, line }: { readonly path: string; readonly line: number },
  { artifacts }: ProjectModel,
): boolean {
  const file = artifacts.at('markdown', document);
  if (file === undefined) return false;
  const names = (written: string): boolean => namesFile(written, path) || path.endsWith(`/${written}`);
  const isAbove = (span: { readonly start: number; readonly end: number }): boolean => file.placeOf(span).line <= line;
  const { fences, blocks } = file.model;
  return (
    fences.some((fence) => fence.file !== undefined && isAbove(fence.span) && names(fence.file)) ||
    blocks.some(
      ({ text, code, span }) => ORDER.test(text) && isAbove(span) && code.some((each) => names(each.text.value)),
    )
  );
}

/** Whether what a document writes is the path, from the root or from a folder of the way there; a bare name is one of the root. */
function namesFile(written: string, path: string): boolean {
  return namesAnyFile(plainNames([written]), path);
}

/** Whether any of many does. */
export function namesAnyFile(plain: ReadonlySet<string>, path: string): boolean {
  if (plain.has(path)) return true;
  const last = path.lastIndexOf('/');
  for (let at = path.indexOf('/'); at >= 0 && at < last; at = path.indexOf('/', at + 1))
    if (plain.has(path.slice(at + 1))) return true;
  return false;
}

/** As `namesAnyFile` takes them. */
export const plainNames = (written: readonly string[]): ReadonlySet<string> =>
  new Set(written.map((each) => each.replace(/^\.\//, '')));
