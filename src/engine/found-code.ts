/**
 * Finds out, before any file is mapped, what is code: which files Python is given to run although their names do not say Python, which run in
 * production although their places or names say otherwise, and which code is not read.
 */
import { type ArtifactKind, readArtifact, recogniseArtifact } from '../artifacts/index.ts';
import { type DiscoveredFile, type Discovery, type FileKind, fileKindOf } from '../discover/index.ts';
import { type MappedArtifact, type OutlinedFile, reachedFiles, usedOf } from '../project/index.ts';
import {
  claimsOfPath,
  type FileOutline,
  type GivenToPython,
  givenToPython,
  isInTestFolder,
  isScriptPath,
  moduleNameOf,
  outlineOf,
  outlineOfNotebook,
} from '../semantics/index.ts';
import { decodePython, decodeText } from '../text/decode.ts';
import { compareText, SourceText } from '../text/index.ts';
import { GivenFiles } from './given-files.ts';
import { IncludedLists } from './included-lists.ts';
import type { Steps } from './steps.ts';
import { type UnreadCode, unreadByName, unreadNotices } from './unread-code.ts';

export interface FoundCode {
  /** With the files that are given to Python and the lists given to pip among the others, and with notices about code that is not read. */
  readonly discovery: Discovery;
  /** Paths of files that count as production code. */
  readonly reached: ReadonlySet<string>;
  readonly outlines: ReadonlyMap<string, FileOutline>;
}

/** What is asked of the scan. */
export interface CodeSource {
  /** What an earlier scan knew of the same bytes. */
  known(file: DiscoveredFile): FileOutline | undefined;
  /** These are read next, in this order. */
  expect(paths: readonly string[]): void;
  /** Undefined where the file cannot be read, which is reported later. */
  read(file: Pick<DiscoveredFile, 'path' | 'kind'>): Uint8Array | undefined;
  /** The first bytes of a regular file. */
  head(path: string): Uint8Array | undefined;
}

export function* findCode(discovery: Discovery, source: CodeSource): Steps<FoundCode> {
  const { allPaths } = discovery;
  const outlines = new Map<string, FileOutline>();
  const look = (file: DiscoveredFile): readonly string[] => {
    const outline = source.known(file) ?? outlineIn(file, source.read(file));
    if (outline !== undefined) outlines.set(file.path, outline);
    return outline?.given ?? [];
  };
  const given = new GivenFiles(discovery, source);
  for (const file of discovery.files) {
    if (isOutlined(file.kind)) given.add(file.path, look(file));
    yield;
  }
  const claimed = [...outlines].filter(({ 1: { claims } }) => claims.length > 0).map(([path]) => path);
  const stems = new Set(claimed.flatMap(stemsOf));
  const lists = new IncludedLists(discovery);
  const commands = yield* commandFiles(startersIn(discovery), { stems, source, lists });
  for (const each of commands) given.add(each.path, each.given.paths);
  // What is found is gone through too.
  for (const program of given.programs) given.add(program.path, look(program));
  yield* followLists(lists, source);
  const files = withFound(discovery.files, [...given.programs, ...lists.lists]);
  const outlined = files.flatMap((file) => {
    const outline = file.kind === 'python' ? outlines.get(file.path) : undefined;
    return outline === undefined ? [] : outlinedFile(file.path, outline, given.by(file.path));
  });
  const isClaimed = outlined.some(({ outline }) => outline.claims.length > 0);
  const reached = isClaimed ? reachedFiles(outlined, allPaths, artifactsOf(commands)) : new Set<string>();
  const unread: readonly UnreadCode[] = [
    ...given.unread,
    ...inCommands(commands),
    ...unreadByName({ ...discovery, files }, source),
    ...unreadByWish(discovery, outlined),
  ];
  const notices = unreadNotices(unread.filter(({ path }) => discovery.isRequested(path)));
  return { discovery: { ...discovery, files, skipped: [...discovery.skipped, ...notices] }, reached, outlines };
}

const outlinedFile = (path: string, outline: FileOutline, given: readonly string[]): OutlinedFile => ({
  path,
  module: moduleNameOf(path),
  outline,
  given,
  isScript: isScriptPath(path),
  isInTestFolder: isInTestFolder(path),
});

/** Stubs start nothing. Notebooks are never production code, and may start some. */
export const isOutlined = (kind: FileKind): boolean => kind === 'python' || kind === 'notebook';

function outlineIn({ path, kind }: DiscoveredFile, bytes: Uint8Array | undefined): FileOutline | undefined {
  const decoded = bytes && decodePython(bytes);
  if (decoded?.kind !== 'text') return undefined;
  return kind === 'notebook' ? outlineOfNotebook(decoded.content) : outlineOf(path, decoded.content);
}

function withFound(files: readonly DiscoveredFile[], found: readonly DiscoveredFile[]): readonly DiscoveredFile[] {
  if (found.length === 0) return files;
  const kinds = new Map([...files, ...found].map((file) => [file.path, file]));
  return [...kinds.values()].sort((a, b) => compareText(a.path, b.path));
}

/** Lists that lists include, those that are found on the way among them. */
function* followLists(included: IncludedLists, source: CodeSource): Steps<void> {
  const known = included.discovery.files.filter(({ kind }) => kind === 'requirements');
  source.expect(known.map(({ path }) => path));
  const follow = (list: DiscoveredFile): void => {
    const bytes = source.read(list);
    if (bytes !== undefined) included.add(list, new SourceText(decodeText(bytes)));
  };
  for (const list of known) {
    follow(list);
    yield;
  }
  // What is found is gone through too.
  for (const list of included.lists) follow(list);
}

/** The words by which a command may name a file. */
function stemsOf(path: string): string[] {
  const names = path.replace(/\.\w+$/, '').split('/');
  const last = names.at(-1) ?? '';
  return last === '__main__' || last === '__init__' ? names.slice(-2, -1) : [last];
}

/** A file with commands or entry points. */
interface CommandFile extends Pick<DiscoveredFile, 'path' | 'kind'> {
  readonly text: SourceText;
  readonly given: GivenToPython;
}

/** Files that may start programs: those that rules read, and those of other tools that no rule reads. */
function startersIn({ files, allPaths, isLeftOut }: Discovery): readonly Pick<DiscoveredFile, 'path' | 'kind'>[] {
  const read = files.filter(({ kind }) => STARTING.has(kind));
  const known = new Set(read.map(({ path }) => path));
  const others = [...allPaths].filter((path) => STARTS_OTHERS.test(path) && !known.has(path) && !isLeftOut(path));
  return [...read, ...others.map((path) => ({ path, kind: 'text' as const }))];
}

const STARTS_OTHERS =
  /(?:^|\/)(?:[^/]+\.(?:bat|cmd|ps1|fish|service|timer|tf|just|cmake)|\.?justfile|crontab|Jenkinsfile|Vagrantfile|CMakeLists\.txt|meson\.build|supervisord?\.conf|package\.json|nixpacks\.toml|fly\.toml|railway\.json|launch\.json|Pipfile)$|(?:^|\/)\.husky\/[^/]+$/i;

interface CommandSearch {
  readonly stems: ReadonlySet<string>;
  readonly source: CodeSource;
  readonly lists: IncludedLists;
}

/** Those that give something to Python, or mention one of the words; what they give to pip goes to the lists. */
function* commandFiles(
  files: readonly Pick<DiscoveredFile, 'path' | 'kind'>[],
  { stems, source, lists }: CommandSearch,
): Steps<readonly CommandFile[]> {
  const found: CommandFile[] = [];
  source.expect(files.map(({ path }) => path));
  for (const { path, kind } of files) {
    const bytes = source.read({ path, kind });
    yield;
    if (bytes === undefined) continue;
    const text = new SourceText(decodeText(bytes));
    lists.add({ path, kind }, text);
    const given = givenToPython(text.content);
    if (given.paths.length > 0 || given.codeAt.length > 0 || holdsWord(text.content, stems))
      found.push({ path, kind, text, given });
  }
  return found;
}

/** Not those of vendored code and the like: how its authors start it says nothing of what starts it here. */
const artifactsOf = (commands: readonly CommandFile[]): readonly MappedArtifact[] =>
  commands.flatMap(({ path, kind, text }) => {
    if (claimsOfPath(path).size > 0 || kind === 'text') return [];
    const recognised: ArtifactKind | undefined = recogniseArtifact(kind as ArtifactKind, text, path);
    const { artifact } = readArtifact(recognised ?? (kind as ArtifactKind), text, path);
    return artifact === undefined ? [] : [{ path, lineStarts: text.lines.starts, artifact }];
  });

const inCommands = (commands: readonly CommandFile[]): readonly UnreadCode[] =>
  commands.flatMap(({ path, text, given: { codeAt } }) =>
    codeAt.map((at) => ({ why: 'command' as const, path, line: text.lineAt(at) })),
  );

/** Python that the configuration excludes although scanned code imports or loads it. */
function unreadByWish({ files, allPaths, isLeftOut }: Discovery, outlined: readonly OutlinedFile[]): UnreadCode[] {
  const known = new Set(files.map(({ path }) => path));
  const leftOut = [...allPaths].filter((path) => fileKindOf(path) === 'python' && !known.has(path) && isLeftOut(path));
  return [...usedOf(leftOut, outlined, allPaths, moduleNameOf).keys()].map((path) => ({ why: 'wish', path }));
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
  'platform',
  'pyproject',
  'setup-cfg',
  'shell-script',
  'tool-toml',
  'workflow',
  'yaml',
]);

function holdsWord(content: string, words: ReadonlySet<string>): boolean {
  if (words.size === 0) return false;
  for (const [word] of content.matchAll(/[A-Za-z_]\w*/g)) if (words.has(word)) return true;
  return false;
}
