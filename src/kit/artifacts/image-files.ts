/** Which files an image holds while it is built, as far as its Dockerfile and the build context tell. */
import type { DockerInstruction, ShellCommand } from '../../artifacts/index.ts';
import type { BuildContext } from '../../project/index.ts';
import { joinPath } from '../../text/index.ts';

/**
 * Where a path of the image comes from: a COPY that brings it; certainly from nowhere (with the paths of the repository that
 * would be it, were they there); or something that cannot be told.
 */
export type FileOrigin =
  | { readonly kind: 'brought' | 'unknown' }
  | { readonly kind: 'nowhere'; readonly wanted: readonly string[] };

/** What the instructions before some point put at `path`, which is absolute. */
export function originOf(
  path: string,
  before: readonly DockerInstruction[],
  contexts: readonly BuildContext[],
): FileOrigin {
  if (/^\/(?:dev|proc|sys|run|tmp)\//.test(path)) return { kind: 'unknown' };
  const wanted: string[] = [];
  for (const instruction of before) {
    if (instruction.kind === 'run') {
      if (instruction.script.isBroken || instruction.script.commands.some((command) => mayMake(command, path)))
        return { kind: 'unknown' };
    } else if (instruction.kind === 'copy' || instruction.kind === 'add') {
      const origin = broughtBy(instruction, path, contexts);
      if (origin.kind !== 'nowhere') return origin;
      wanted.push(...origin.wanted);
    } else if (instruction.kind === 'onbuild') return { kind: 'unknown' };
  }
  return { kind: 'nowhere', wanted: [...new Set(wanted)] };
}

/** An absolute path of the image; undefined where it cannot be told. */
export function imagePath(workdir: string | undefined, ...written: readonly string[]): string | undefined {
  const places = [workdir ?? '/', ...written];
  if (places.some((place) => /[$`*?~]/.test(place))) return undefined;
  const path = joinPath('', places.slice(places.findLastIndex((place) => place.startsWith('/'))).join('/'));
  return path === undefined ? undefined : `/${path}`;
}

/** Whether a command of a RUN may be what makes the file: it names it, or unpacks or runs what nobody knows. */
export function mayMake({ words, redirections }: ShellCommand, path: string): boolean {
  const program = words[0]?.text.replace(/^.*\//, '') ?? '';
  // `python -m` and `python -c` are checks and installers.
  const isModule = program.startsWith('python') && /^-[mcV]/.test(words[1]?.text ?? '');
  if ((UNPACKING.has(program) && !isModule) || /\.(?:sh|py)$/.test(program)) return true;
  if (resolvesList(words) && path.endsWith('.txt')) return true;
  const names = path.split('/').filter((name) => name !== '');
  const [last = ''] = names.slice(-1);
  const texts = [
    ...words.slice(1).map(({ text }) => text),
    ...redirections.flatMap(({ target }) => target?.text ?? []),
  ];
  return texts.some((text) => text.includes(last));
}

/** `pip-compile` writes `requirements.txt` beside what it reads, and names neither: https://pip-tools.readthedocs.io/en/stable/cli/pip-compile/ */
function resolvesList(words: ShellCommand['words']): boolean {
  const [program = '', ...args] = words.map(({ text }) => text);
  const isCompiler =
    /(?:^|\/)(?:pip-compile(?:-multi)?|pipreqs)$/.test(program) ||
    (/(?:^|\/)python[\d.]*$/.test(program) && args[0] === '-m' && args[1] === 'piptools' && args[2] === 'compile');
  return isCompiler && !args.some((arg) => /^(?:-o|--output-file)(?:=|$)/.test(arg));
}

const UNPACKING: ReadonlySet<string> = new Set(
  'git tar unzip bsdtar 7z svn hg cookiecutter django-admin rails npx source . make rsync sh bash ash python'.split(
    ' ',
  ),
);

type CopyInstruction = Extract<DockerInstruction, { readonly kind: 'copy' | 'add' }>;

function broughtBy(copy: CopyInstruction, path: string, contexts: readonly BuildContext[]): FileOrigin {
  const place = imagePath(copy.workdir, copy.destination?.value ?? '');
  if (place === undefined) return { kind: 'unknown' };
  const inner = pathWithin(path, place);
  if (inner === undefined) return { kind: 'nowhere', wanted: [] };
  // Another stage, another image, a here-document.
  if (copy.from !== undefined || copy.sources.length === 0) return { kind: 'unknown' };
  const origins = copy.sources.flatMap(({ value }) => contexts.map((context) => broughtFrom(value, inner, context)));
  const telling = origins.find(({ kind }) => kind === 'brought') ?? origins.find(({ kind }) => kind === 'unknown');
  return (
    telling ?? { kind: 'nowhere', wanted: origins.flatMap((each) => (each.kind === 'nowhere' ? each.wanted : [])) }
  );
}

/** Whether a source, copied to a folder, brings the path within that folder; a file's name may also be the destination's. */
function broughtFrom(source: string, inner: string, context: BuildContext): FileOrigin {
  const found = context.resolve(source);
  switch (found.kind) {
    case 'file': {
      const isArchive = /\.(?:tar|t?gz|bz2|xz)$/.test(source);
      const isIt = inner === '' || inner === found.path.slice(found.path.lastIndexOf('/') + 1);
      return isIt || isArchive ? { kind: isIt ? 'brought' : 'unknown' } : { kind: 'nowhere', wanted: [] };
    }
    case 'folder': {
      const lacked = context.resolve(`${source}/${inner}`);
      if (lacked.kind === 'missing' || lacked.kind === 'excluded') return { kind: 'nowhere', wanted: [lacked.path] };
      return { kind: lacked.kind === 'file' || lacked.kind === 'folder' ? 'brought' : 'unknown' };
    }
    case 'glob': {
      const names = found.paths.map((each) => each.slice(each.lastIndexOf('/') + 1));
      // Of a folder that fits, what is in it is copied.
      return { kind: names.includes(inner) ? 'brought' : 'unknown' };
    }
    default:
      return { kind: 'unknown' };
  }
}

/** The rest of a path below a folder; empty for the folder itself. */
export function pathWithin(path: string, folder: string): string | undefined {
  if (path === folder) return '';
  const start = folder === '/' ? '/' : `${folder}/`;
  return path.startsWith(start) ? path.slice(start.length) : undefined;
}
