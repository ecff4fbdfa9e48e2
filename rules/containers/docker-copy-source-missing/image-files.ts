/** Which files an image holds while it is built, as far as its Dockerfile and the build context tell. */
import { type DockerInstruction, imagePath, pathWithin, type ShellCommand } from '#artifacts';
import type { BuildContext } from '#project';
import { pathAndFolders } from '#text';

/** Where a file comes from: with the paths of the repository that would be it, were they there. */
type FileOrigin =
  | { readonly kind: 'brought' | 'unknown' }
  | { readonly kind: 'nowhere'; readonly wanted: readonly string[] };

/** The instructions of a stage, asked again and again which files are there before one of them. */
export class ImageFiles {
  /** For each instruction, how many of the steps come before it; each command of a RUN is a step of its own. */
  readonly #firstSteps: number[] = [];
  /** The step behind which nothing is known of any file, and the one behind which nothing is of lists. */
  #unknownFrom = Number.POSITIVE_INFINITY;
  #listsFrom = Number.POSITIVE_INFINITY;
  /** All that steps name, and how much of it after each. */
  readonly #named: string;
  readonly #ends: number[] = [];
  /** By what they may bring: a file of a place, or all that lies in a place. */
  readonly #copies = new Map<string, CopyStep[]>();
  #workdirFrom = Number.POSITIVE_INFINITY;
  #lastWorkdir: DockerInstruction | undefined;

  constructor(
    readonly instructions: readonly DockerInstruction[],
    readonly contexts: readonly BuildContext[],
  ) {
    const named: string[] = [];
    let length = 0;
    const add = (texts: readonly string[]): void => {
      const text = `${texts.join('\n')}\n`;
      named.push(text);
      length += text.length;
      this.#ends.push(length);
    };
    for (const instruction of instructions) {
      const step = this.#ends.length;
      this.#firstSteps.push(step);
      if (instruction.kind === 'run') {
        for (const command of instruction.script.commands) add(this.#textsOf(command, this.#ends.length));
        if (instruction.script.isBroken) this.#unknownFrom = Math.min(this.#unknownFrom, this.#ends.length);
      } else this.#read(instruction, step);
      add([]);
    }
    this.#named = named.join('');
  }

  get lastWorkdir(): DockerInstruction | undefined {
    return this.#lastWorkdir;
  }

  /** Whether some WORKDIR is before an instruction. */
  hasWorkdirBefore(index: number): boolean {
    return this.#workdirFrom < (this.#firstSteps[index] ?? Number.POSITIVE_INFINITY);
  }

  /**
   * The paths of the repository that would be a file of the image (`path` is absolute), where it is certainly not there when a command of
   * an instruction runs, or after all; undefined where something brings it, or may.
   */
  wanted(path: string, index = this.instructions.length, command = 0): readonly string[] | undefined {
    const upTo = (this.#firstSteps[index] ?? this.#ends.length) + command;
    const names = path.split('/');
    const isUnknown =
      /^\/(?:dev|proc|sys|run|tmp)\//.test(path) ||
      this.#unknownFrom < upTo ||
      (path.endsWith('.txt') && this.#listsFrom < upTo) ||
      this.#named.slice(0, this.#ends[upTo - 1] ?? 0).includes(names.at(-1) ?? '');
    if (isUnknown) return undefined;
    const copies = ['/', ...pathAndFolders(path).slice(1)].flatMap((place) => {
      const inner = pathWithin(path, place) ?? '';
      const found = [...(this.#copies.get(place) ?? []), ...(this.#copies.get(fileIn(place, inner)) ?? [])];
      return found.flatMap(({ copy, step }) => (step < upTo ? { copy, step, inner } : []));
    });
    const wanted: string[] = [];
    for (const { copy, inner } of copies.sort((a, b) => a.step - b.step)) {
      const origin = copiedBy(copy, inner, this.contexts);
      if (origin.kind !== 'nowhere') return undefined;
      wanted.push(...origin.wanted);
    }
    return [...new Set(wanted)];
  }

  #textsOf(command: ShellCommand, step: number): readonly string[] {
    const { words, redirections } = command;
    if (mayMakeAny(command)) this.#unknownFrom = Math.min(this.#unknownFrom, step);
    if (resolvesList(words)) this.#listsFrom = Math.min(this.#listsFrom, step);
    return [...words.slice(1).map(({ text }) => text), ...redirections.flatMap(({ target }) => target?.text ?? [])];
  }

  #read(instruction: DockerInstruction, step: number): void {
    if (instruction.kind === 'onbuild') this.#unknownFrom = Math.min(this.#unknownFrom, step);
    if (instruction.kind === 'workdir') {
      this.#workdirFrom = Math.min(this.#workdirFrom, step);
      this.#lastWorkdir = instruction;
    }
    if (instruction.kind !== 'copy' && instruction.kind !== 'add') return;
    const place = imagePath(instruction.workdir, instruction.destination?.value ?? '');
    if (place === undefined) this.#unknownFrom = Math.min(this.#unknownFrom, step);
    else
      for (const key of keysOf(instruction, place, this.contexts)) {
        const known = this.#copies.get(key);
        if (known === undefined) this.#copies.set(key, [{ copy: instruction, step }]);
        else known.push({ copy: instruction, step });
      }
  }
}

interface CopyStep {
  readonly copy: CopyInstruction;
  readonly step: number;
}

const fileIn = (place: string, inner: string): string => `${place}\n${inner}`;

/** What a COPY of plain files may bring: the files, or one of the destination's name. Others may bring anything that lies there. */
function keysOf(copy: CopyInstruction, place: string, contexts: readonly BuildContext[]): readonly string[] {
  const { from, sources } = copy;
  const isElsewhere = from !== undefined || sources.length === 0;
  const answers = isElsewhere ? [] : sources.flatMap(({ value }) => contexts.map((context) => context.resolve(value)));
  const names = answers.flatMap((answer) => (answer.kind === 'file' ? lastName(answer.path) : []));
  const isPlain = names.length > 0 && names.length === answers.length && !names.some((name) => ARCHIVE.test(name));
  return isPlain ? [...new Set(['', ...names])].map((name) => fileIn(place, name)) : [place];
}

const ARCHIVE = /\.(?:tar|t?gz|bz2|xz)$/;
const lastName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a command of a RUN may be what makes any file: it unpacks or runs what nobody knows. */
function mayMakeAny({ words }: ShellCommand): boolean {
  const program = words[0]?.text.replace(/^.*\//, '') ?? '';
  // `python -m` and `python -c` are checks and installers.
  const isModule = program.startsWith('python') && /^-[mcV]/.test(words[1]?.text ?? '');
  return (UNPACKING.has(program) && !isModule) || /\.(?:sh|py)$/.test(program);
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

function copiedBy(copy: CopyInstruction, inner: string, contexts: readonly BuildContext[]): FileOrigin {
  // Another stage, another image, a here-document.
  if (copy.from !== undefined || copy.sources.length === 0) return { kind: 'unknown' };
  const origins = copy.sources.flatMap(({ value }) => contexts.map((context) => copiedFrom(value, inner, context)));
  const decisive = origins.find(({ kind }) => kind === 'brought') ?? origins.find(({ kind }) => kind === 'unknown');
  return (
    decisive ?? { kind: 'nowhere', wanted: origins.flatMap((each) => (each.kind === 'nowhere' ? each.wanted : [])) }
  );
}

/** Whether a source, copied to a folder, brings the path within that folder; a file's name may also be the destination's. */
function copiedFrom(source: string, inner: string, context: BuildContext): FileOrigin {
  const found = context.resolve(source);
  switch (found.kind) {
    case 'file': {
      const isArchive = ARCHIVE.test(source);
      const isIt = inner === '' || inner === lastName(found.path);
      return isIt || isArchive ? { kind: isIt ? 'brought' : 'unknown' } : { kind: 'nowhere', wanted: [] };
    }
    case 'folder': {
      const lacked = context.resolve(`${source}/${inner}`);
      if (lacked.kind === 'missing' || lacked.kind === 'excluded') return { kind: 'nowhere', wanted: [lacked.path] };
      return { kind: lacked.kind === 'file' || lacked.kind === 'folder' ? 'brought' : 'unknown' };
    }
    case 'glob': {
      const names = found.paths.map(lastName);
      // Of a folder that fits, what is in it is copied.
      return { kind: names.includes(inner) ? 'brought' : 'unknown' };
    }
    default:
      return { kind: 'unknown' };
  }
}
