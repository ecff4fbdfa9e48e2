import { type Located, type SourceText, spanInFile } from '../../text/index.ts';
import { CommentsNear } from '../comment-near.ts';
import { hashComments, linesOf } from '../lines.ts';
import type { Reading } from '../reading.ts';
import { type LogicalLine, logicalLines } from './logical-lines.ts';
import { archiveNamed, type DependencyRequirement, parseRequirement } from './requirement.ts';

/** A pip requirements file. Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
export interface RequirementsFile {
  /** In order. */
  readonly requirements: readonly Located<FileRequirement>[];
  /** `-r` and `-c`: paths from the file's folder, or URLs. */
  readonly includes: readonly RequirementsInclude[];
  /** Paths and URLs without the name of a distribution, those of `-e` among them. */
  readonly places: readonly Located<string>[];
  /** What made the file or holds it fast: hashes, or the header of a tool that resolves versions. */
  readonly lock: 'hashes' | 'compiled' | undefined;
  /** Its first comments say that a program wrote it. */
  readonly isGenerated: boolean;
}

export interface FileRequirement extends DependencyRequirement {
  readonly isEditable?: true;
  /** How many `--hash` it has. */
  readonly hashes: number;
}

export interface RequirementsInclude {
  readonly kind: 'requirements' | 'constraints';
  readonly path: Located<string>;
}

interface OpenFile {
  readonly requirements: Located<FileRequirement>[];
  readonly includes: RequirementsInclude[];
  readonly places: Located<string>[];
}

/** Reads a pip requirements file. */
export function readRequirementsFile(text: SourceText): Reading<RequirementsFile> {
  const lines = linesOf(text);
  const comments = hashComments(lines);
  const file: OpenFile = { requirements: [], includes: [], places: [] };
  for (const line of logicalLines(lines)) readLine(line, file);
  const near = new CommentsNear(text, comments);
  const requirements = file.requirements.map(({ value, span }) => ({ value: { ...value, ...near.of(span) }, span }));
  const artifact = { ...file, requirements, lock: lockOf(file, comments), isGenerated: isGenerated(file, comments) };
  return { artifact, comments, problems: [] };
}

const FILE_OPTION = /^(?:(-r|-c)\s*|(--requirement|--constraint)(?:\s+|=))["']?([^\s"']+)/;
const EDITABLE = /^(?:-e\s*|--editable(?:\s+|=))/;
/** A path, an archive or a URL; `name @ url` begins with a name. */
const PLACE = /^(?:\.|\/|~|[A-Za-z]:[\\/]|[a-z][a-z+.]*:|\S+\.(?:whl|zip|tar\.gz)(?:$|[\s;[]))/;

function readLine(line: LogicalLine, file: OpenFile): void {
  const { content } = line;
  const option = FILE_OPTION.exec(content);
  if (option !== null) {
    const path = option[3] ?? '';
    const start = option[0].length - path.length;
    const kind = (option[1] ?? option[2])?.replace(/^-+/, '').startsWith('r') === true ? 'requirements' : 'constraints';
    file.includes.push({ kind, path: partOf(line, start, option[0].length) });
    return;
  }
  const editable = EDITABLE.exec(content)?.[0].length ?? 0;
  if (editable === 0 && content.startsWith('-')) return;
  const options = /(?<!\s)\s+--?[A-Za-z]/.exec(content.slice(editable));
  const written = partOf(line, editable, options === null ? content.length : editable + options.index);
  const found = PLACE.test(written.value) ? namedByUrl(written.value) : parseRequirement(written.value);
  if (found === undefined) {
    if (PLACE.test(written.value)) file.places.push(written);
    return;
  }
  const hashes = content.split('--hash').length - 1;
  file.requirements.push({
    value: { ...found, ...(editable > 0 && { isEditable: true as const }), hashes },
    span: written.span,
  });
}

/** Longer ones name nothing. */
const MAX_URL = 2_000;

/** `git+https://…#egg=name`, a repository by its name, and the archives of one distribution (`…/name-1.2-py3-none-any.whl`). */
function namedByUrl(written: string): DependencyRequirement | undefined {
  const url = written.slice(0, MAX_URL);
  const egg = /[#&]egg=([A-Za-z0-9][\w.-]*)/.exec(url)?.[1];
  const named = parseRequirement(
    egg ?? nameOfRepository(url) ?? nameOfForge(url) ?? archiveNamed(url)?.distribution ?? '',
  );
  return named === undefined ? undefined : { ...named, url: written };
}

/** `django-taggit` of `git+https://github.com/jazzband/django-taggit.git@6.1`; not where only a folder of it is installed. */
function nameOfRepository(url: string): string | undefined {
  if (/[#&]subdirectory=/.test(url)) return undefined;
  const path = /^(?:git|hg|svn|bzr)\+[a-z+]+:\/\/[^/]+\/([^\s#?;]+)/.exec(url)?.[1];
  const [place = ''] = (path ?? '').split('@');
  const name = place.replace(/(?:\.git)?\/?$/, '');
  return name === '' ? undefined : name.slice(name.lastIndexOf('/') + 1);
}

/** `plum` of `https://…/orchard/plum/archive/refs/heads/main.zip`: such archives, never wheels, are named after the version alone. */
const nameOfForge = (url: string): string | undefined =>
  /^https?:\/\/[^/]+\/[^/]+\/([\w.-]+)\/archive\/(?!\S*\.whl)/.exec(url)?.[1];

function partOf(line: LogicalLine, start: number, end: number): Located<string> {
  const value = line.content.slice(start, end).trimEnd();
  return { value, span: spanInFile(line, { start, end: start + value.length }) };
}

const COMPILED =
  /autogenerated by|generated automatically|automatically generated|generated by (?:pip-compile|uv|poetry|pdm|pip-tools|hatch|pixi|conda)|pip-compile|uv (?:pip compile|export)|poetry export|pipenv (?:lock|requirements)|pip freeze/i;

function lockOf({ requirements }: OpenFile, comments: readonly Located<string>[]): RequirementsFile['lock'] {
  if (requirements.some(({ value }) => value.hashes > 0)) return 'hashes';
  if (requirements.length === 0 || !requirements.every(({ value }) => isFixed(value))) return undefined;
  const first = requirements[0]?.span.start ?? 0;
  const isCompiled = comments.some(({ value, span }) => span.start < first && COMPILED.test(value));
  return isCompiled || comments.some(({ value }) => /^#\s+via\b/.test(value)) ? 'compiled' : undefined;
}

const GENERATED = /\bauto-?generated\b|\bgenerated (?:automatically\b|by\b|from\b|with\b)/i;

function isGenerated({ requirements }: OpenFile, comments: readonly Located<string>[]): boolean {
  const first = requirements[0]?.span.start ?? 0;
  return comments.some(({ value, span }) => span.start < first && GENERATED.test(value));
}

const isFixed = ({ specifier, url }: DependencyRequirement): boolean => url !== undefined || specifier.includes('==');
