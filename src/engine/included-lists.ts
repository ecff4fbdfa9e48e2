/** Requirements lists whose names do not say so: another list includes them, a command gives them to pip, or the metadata names them. */
import { readArtifact } from '../artifacts/index.ts';
import type { DiscoveredFile, Discovery, FileKind } from '../discover/index.ts';
import { folderOf, joinPath, type SourceText } from '../text/index.ts';

/** Grows while the files that may name lists are added. */
export class IncludedLists {
  readonly lists: DiscoveredFile[] = [];
  readonly #kinds: ReadonlyMap<string, FileKind>;
  readonly #seen = new Set<string>();

  constructor(readonly discovery: Pick<Discovery, 'files' | 'allPaths' | 'isLeftOut' | 'isRequested'>) {
    this.#kinds = new Map(discovery.files.map(({ path, kind }) => [path, kind]));
  }

  /** What a list, a file with commands or one with metadata names. */
  add({ path, kind }: Pick<DiscoveredFile, 'path' | 'kind'>, text: SourceText): void {
    for (const written of namedIn(kind, text, path)) {
      const found = [folderOf(path), ''].map((folder) => joinPath(folder, written)).find((each) => this.#isList(each));
      if (found === undefined || this.#seen.has(found)) continue;
      this.#seen.add(found);
      this.lists.push({ path: found, kind: 'requirements', requested: this.discovery.isRequested(found) });
    }
  }

  #isList(path: string | undefined): boolean {
    if (path === undefined || !this.discovery.allPaths.has(path) || this.discovery.isLeftOut(path)) return false;
    return MAY_BE_LIST.has(this.#kinds.get(path));
  }
}

/** What no reader takes. */
const MAY_BE_LIST: ReadonlySet<FileKind | undefined> = new Set([undefined, 'text']);

function namedIn(kind: FileKind, text: SourceText, path: string): readonly string[] {
  if (kind === 'requirements') return listsGiven(text.content);
  const commands = [...text.content.matchAll(PIP)].flatMap(([command]) => listsGiven(command));
  return [...commands, ...namedByMetadata(kind, text, path)];
}

const listsGiven = (text: string): readonly string[] =>
  [...text.matchAll(LIST_OPTION)].flatMap(([, written]) => written ?? []);

const LIST_OPTION = /(?<=^|[\s"'])(?:-r|--requirements?)(?:[ \t=]*|["'],[ \t]*)["']?([\w.@+/-]+)/gm;
/** A command up to where it ends, over lines that go on. */
const PIP = /\bpip[\d.]*\b(?:\\\r?\n|[^\n;&|])*/g;

/** `file = ["runtime.txt"]` of setuptools, `install_requires = file: runtime.txt`. */
function namedByMetadata(kind: FileKind, text: SourceText, path: string): readonly string[] {
  if ((kind !== 'pyproject' && kind !== 'setup-cfg') || !/\bfiles?\b/.test(text.content)) return [];
  const { artifact } = readArtifact(kind, text, path);
  const isMetadata = artifact?.kind === 'pyproject' || artifact?.kind === 'setup-cfg';
  return isMetadata ? artifact.model.requirementFiles.map(({ value }) => value) : [];
}
