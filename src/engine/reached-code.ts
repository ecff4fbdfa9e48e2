/** Finds out, before any file is mapped, which files come to run in production whatever their places and names say. */
import { type ArtifactKind, readArtifact, recogniseArtifact } from '../artifacts/index.ts';
import type { DiscoveredFile, FileKind } from '../discover/index.ts';
import { type MappedArtifact, type OutlinedFile, reachedFiles } from '../project/index.ts';
import {
  claimsOfPath,
  type FileOutline,
  isInTestFolder,
  isScriptPath,
  moduleNameOf,
  outlineOf,
} from '../semantics/index.ts';
import { decodePython, decodeText } from '../text/decode.ts';
import { SourceText } from '../text/index.ts';
import type { Steps } from './steps.ts';

export interface ReachedCode {
  /** Paths of files that count as production code. */
  readonly reached: ReadonlySet<string>;
  readonly outlines: ReadonlyMap<string, FileOutline>;
}

/** What is asked of the scan. */
export interface CodeSource {
  /** What an earlier scan knew of the same bytes. */
  known(path: string): FileOutline | undefined;
  /** Undefined where the file cannot be read, which is told later. */
  read(file: DiscoveredFile): Uint8Array | undefined;
}

export function* findReachedCode(
  files: readonly DiscoveredFile[],
  paths: ReadonlySet<string>,
  source: CodeSource,
): Steps<ReachedCode> {
  const outlined: OutlinedFile[] = [];
  for (const file of files) {
    if (!isOutlined(file.kind)) continue;
    const outline = source.known(file.path) ?? outlineIn(file.path, source.read(file));
    if (outline !== undefined) outlined.push(outlinedFile(file.path, outline));
    yield;
  }
  const outlines = new Map(outlined.map(({ path, outline }) => [path, outline]));
  const claimed = outlined.filter(({ outline }) => outline.claims.length > 0);
  if (claimed.length === 0) return { reached: new Set(), outlines };
  const artifacts = yield* startingArtifacts(files, new Set(claimed.flatMap(({ path }) => stemsOf(path))), source);
  return { reached: reachedFiles(outlined, paths, artifacts), outlines };
}

const outlinedFile = (path: string, outline: FileOutline): OutlinedFile => ({
  path,
  module: moduleNameOf(path),
  outline,
  isScript: isScriptPath(path),
  isInTestFolder: isInTestFolder(path),
});

/** Notebooks and stubs are never production code. */
export const isOutlined = (kind: FileKind): boolean => kind === 'python';

function outlineIn(path: string, bytes: Uint8Array | undefined): FileOutline | undefined {
  const decoded = bytes && decodePython(bytes);
  return decoded?.kind === 'text' ? outlineOf(path, decoded.content) : undefined;
}

/** The words by which a command may name a file. */
function stemsOf(path: string): string[] {
  const names = path.replace(/\.pyw?$/, '').split('/');
  const last = names.at(-1) ?? '';
  return last === '__main__' || last === '__init__' ? names.slice(-2, -1) : [last];
}

/** Those that hold commands or entry points and write one of some words. */
function* startingArtifacts(
  files: readonly DiscoveredFile[],
  stems: ReadonlySet<string>,
  source: CodeSource,
): Steps<readonly MappedArtifact[]> {
  const artifacts: MappedArtifact[] = [];
  for (const file of files) {
    // How others start what they wrote says nothing of what starts it here.
    if (!STARTING.has(file.kind) || claimsOfPath(file.path).size > 0) continue;
    const bytes = source.read(file);
    yield;
    const text = bytes && new SourceText(decodeText(bytes));
    if (text === undefined || !holdsWord(text.content, stems)) continue;
    const kind: ArtifactKind | undefined = recogniseArtifact(file.kind as ArtifactKind, text, file.path);
    const { artifact } = readArtifact(kind ?? (file.kind as ArtifactKind), text, file.path);
    if (artifact !== undefined) artifacts.push({ path: file.path, lineStarts: text.lines.starts, artifact });
  }
  return artifacts;
}

/** A YAML file may be a manifest of Kubernetes. */
const STARTING: ReadonlySet<FileKind> = new Set<FileKind>([
  'action',
  'compose',
  'dockerfile',
  'dvc',
  'gitlab-ci',
  'ini',
  'makefile',
  'procfile',
  'pyproject',
  'setup-cfg',
  'shell-script',
  'tool-toml',
  'workflow',
  'yaml',
]);

function holdsWord(content: string, words: ReadonlySet<string>): boolean {
  for (const [word] of content.matchAll(/[A-Za-z_]\w*/g)) if (words.has(word)) return true;
  return false;
}
