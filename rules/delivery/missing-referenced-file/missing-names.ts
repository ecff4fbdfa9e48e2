/** Files that a document names and the repository does not have. */
import { type DocumentName, namesInText, namesInTree, namesListed } from '#kit/artifacts';
import type { PlacedEdits } from '#kit/fixes';
import type { ArtifactFile } from '#project';
import { relativePath } from '#text';
import { listedCode } from '#text/wording';
import type { MissingScript } from '../_shared/missing-scripts.ts';
import type { DocumentNameFate, DocumentPlaces } from './document-places.ts';

export const SHOWN = 3;
export const DEPLOYED = 'workflow, manifest or alert rules that a document refers to';
export const MAX_RELATED = 20;

export interface ListedName {
  readonly file: ArtifactFile<'markdown'>;
  /** By its path in the repository. */
  readonly name: DocumentName;
}

/** What the README of a folder says the folder holds, and what is nowhere. */
export function listedNames(file: ArtifactFile<'markdown'>, places: DocumentPlaces): ListedName[] {
  if (file.folder === '' || !/(?:^|\/)readme\.md$/i.test(file.path)) return [];
  return namesListed(file.model).flatMap((each) => {
    const name = { ...each, path: `${file.folder}/${each.path}` };
    const isLost = places.lacks(name, file) && places.fateOf(name).kind === 'gone';
    return isLost ? [{ file, name }] : [];
  });
}

export const meantPath = ({ path }: DocumentName): string => path.replace(/^(?:\.{1,2}\/)+/, '');

export const isGone = ({ fate }: ReportedName): boolean => fate.kind === 'gone';

/** Where all of them have moved, each to one place, and are written as they are meant. */
export function corrected(missing: readonly ReportedName[], file: ArtifactFile<'markdown'>): PlacedEdits {
  const edits = missing.flatMap(({ path, how, span, fate }) => {
    const [now, ...others] = fate.kind === 'moved' ? fate.paths : [];
    const isPlain = how !== 'tree' && span.end - span.start === path.length;
    if (now === undefined || others.length > 0 || !isPlain) return [];
    const isFromRoot = how === 'code' && !path.startsWith('.');
    return { location: file.placeOf(span), text: isFromRoot ? now : relativePath(file.folder, now) };
  });
  return edits.length === missing.length ? edits : undefined;
}

export type ReportedName = DocumentName & { readonly fate: DocumentNameFate };

export function describe(missing: readonly ReportedName[]): string {
  const [only, ...more] = missing;
  if (only !== undefined && more.length === 0) {
    const { path, how, fate } = only;
    const isLost = how === 'link' && fate.kind === 'moved';
    return `${isLost ? `broken link to \`${path}\`` : `the document refers to \`${path}\``}, ${whatThereIs(fate)}`;
  }
  const gone = missing.filter(isGone);
  const how =
    gone.length === missing.length
      ? 'which do not exist in the repository'
      : gone.length > 0
        ? 'which do not exist at these paths'
        : 'and files of these names exist elsewhere';
  return `the document refers to ${listedCode(
    missing.map(({ path }) => path),
    SHOWN,
  )}, ${how}`;
}

/** What comes after the name of what the repository does not have. */
export function whatThereIs(fate: DocumentNameFate): string {
  switch (fate.kind) {
    case 'gone':
      return 'which does not exist in the repository';
    case 'package':
      return `which is now the package \`${fate.path}/\``;
    case 'moved':
      return fate.paths.length === 1
        ? `which does not exist; the only file of that name is \`${fate.paths.join()}\``
        : `which does not exist; files of that name are ${listedCode(fate.paths)}`;
  }
}

/** Each once, where it is named first. */
export function missingNames(file: ArtifactFile<'markdown'>, places: DocumentPlaces): DocumentName[] {
  const inText = namesInText(file.model).filter((name) => places.lacks(name, file));
  const inTrees = file.model.trees.flatMap((tree) => {
    const names = namesInTree(tree, file.model);
    return places.lackedInTree(names, tree.root?.value, file);
  });
  const byPath = new Map<string, DocumentName>();
  for (const name of [...inText, ...inTrees].sort((a, b) => a.span.start - b.span.start)) {
    if (!byPath.has(name.path)) byPath.set(name.path, name);
  }
  return [...byPath.values()];
}

/** The command may run in another folder: then the path leads nowhere still, and the fix is not made. */
export function standing({ name, at, location = '' }: MissingScript): PlacedEdits {
  const isPlain = at.line === at.endLine && at.endColumn - at.column === name.length;
  const isNamedSo = `/${location}`.endsWith(`/${name.slice(name.lastIndexOf('/') + 1)}`);
  return isPlain && isNamedSo ? [{ location: at, text: location }] : undefined;
}
