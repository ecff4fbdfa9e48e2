/** Files that whoever follows a document writes as they read. */
import type { ProjectModel } from '../../project/index.ts';

const ORDER = /\b(?:create|add|make|write|save|put|new file)\b/i;

/** A document shows, above a line, what is to stand in the file (a path from the root), or says to create it. */
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
export function namesFile(written: string, path: string): boolean {
  const plain = written.replace(/^\.\//, '');
  return plain === path || (plain.includes('/') && path.endsWith(`/${plain}`));
}
