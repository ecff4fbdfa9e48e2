/** Files and folders that are not in the repository because a command, a submodule or a pipeline brings them. */
import { invocationOf, type ShellCommand, type ShellWord } from '../artifacts/index.ts';
import { endsOf, joinPath, pathAndFolders } from '../text/index.ts';
import type { Artifacts } from './artifacts.ts';
import type { PlacedCommand } from './commands.ts';
import type { RepositoryTree } from './repository-tree.ts';

/** Where a path has to be for anyone who asks: an image has files of its own. */
type Where = 'anywhere' | 'checkout';

interface MadePlace {
  readonly path: string;
  readonly isInImage: boolean;
}

/** What is brought, and where it then stands: paths from the root. */
export class MadePaths {
  readonly #paths: Readonly<Record<Where, ReadonlySet<string>>>;
  readonly #folders: Readonly<Record<Where, ReadonlySet<string>>>;

  constructor(artifacts: Artifacts, commands: readonly PlacedCommand[], tree: RepositoryTree) {
    const all: MadePlace[] = [
      ...[...submodulesOf(artifacts), ...outputsOf(artifacts, tree)].map((path) => ({ path, isInImage: false })),
      ...commands.flatMap((command) => placesOf(command, tree)),
    ];
    const of = (places: readonly MadePlace[]): ReadonlySet<string> => new Set(places.map(({ path }) => path));
    const outside = <T extends { readonly isInImage: boolean }>(places: readonly T[]): readonly T[] =>
      places.filter(({ isInImage }) => !isInImage);
    this.#paths = { anywhere: of(all), checkout: of(outside(all)) };
    const folders = (made: readonly PlacedCommand[]): ReadonlySet<string> => new Set(made.flatMap(foldersMadeBy));
    this.#folders = { anywhere: folders(commands), checkout: folders(outside(commands)) };
  }

  /** Whether a path, or a folder around it, is brought by something. */
  has(path: string, where: Where = 'anywhere'): boolean {
    const known = this.#paths[where];
    return pathAndFolders(path).some((each) => known.has(each));
  }

  /** Whether a command makes a folder whose path ends so; what is in it is another question. */
  makesFolder(path: string, where: Where = 'anywhere'): boolean {
    return this.#folders[where].has(path);
  }
}

/** With those around them, each by all ends of its path: of one that a variable begins, the end is known. */
function foldersMadeBy({ command, folders }: PlacedCommand): string[] {
  const { program, args = [] } = invocationOf(command) ?? {};
  const makes = program === 'mkdir' || (program === 'install' && hasFlag(args, /^(?:-[a-zA-Z]*d|--directory)$/));
  if (!makes) return [];
  const written = positionalOf(args, MODES).flatMap((target) => {
    const [, before = '', listed, after = ''] = /^([^{]*[^{$]|)\{([^{}]*)\}([^{}]*)$/.exec(target) ?? [];
    return listed === undefined ? target : listed.split(',').map((each) => `${before}${each}${after}`);
  });
  return written
    .flatMap((target) => folders.flatMap((folder) => pathAndFolders(joinPath(folder, target) ?? '')))
    .flatMap(endsOf);
}

const MODES: ReadonlySet<string> = new Set(['-m', '--mode', '-o', '--owner', '-g', '--group', '-Z']);

/** Folders of `.gitmodules`, from the folder that it lies in. */
function submodulesOf(artifacts: Artifacts): string[] {
  return artifacts.of('ini').flatMap(({ path, folder, model }) => {
    if (!path.endsWith('.gitmodules')) return [];
    const written = model.sections.flatMap(({ options }) =>
      options.flatMap(({ name, lines }) => (name.value === 'path' ? lines.map(({ value }) => value) : [])),
    );
    return written.flatMap((each) => joinPath(folder, each) ?? []);
  });
}

/** Outputs of a pipeline of DVC, and what is beside a `.dvc` file of its name. */
function outputsOf(artifacts: Artifacts, tree: RepositoryTree): string[] {
  const outputs = artifacts
    .of('dvc')
    .flatMap(({ folder, model }) =>
      model.stages.flatMap((stage) =>
        stage.outputs.flatMap(
          ({ path }) => joinPath(joinPath(folder, stage.workingDirectory?.value ?? '') ?? '', path.value) ?? [],
        ),
      ),
    );
  return [...outputs, ...[...tree.files].flatMap((path) => (path.endsWith('.dvc') ? path.slice(0, -4) : []))];
}

function placesOf({ command, folders, path, isInImage, kind }: PlacedCommand, tree: RepositoryTree): MadePlace[] {
  const targets = createdBy(command);
  if (targets.length === 0) return [];
  // Who follows a document or a script is in its folder or in one above; a workflow says where its steps run.
  const above = kind === 'workflow' || command.folder === undefined ? [] : foldersAbove(path, command.folder);
  return targets.flatMap((target) =>
    [...new Set([...folders, ...above])].flatMap((folder) => {
      const place = joinPath(folder, target);
      return place === undefined || isFilled(place, tree) ? [] : { path: place, isInImage };
    }),
  );
}

/** git clones into no folder that holds something, and what comes to the files of one may be anything. */
const isFilled = (folder: string, tree: RepositoryTree): boolean =>
  folder === '' || (tree.isFolder(folder) && tree.filesLike(`${folder}/**`).some((path) => !PLACEHOLDER.test(path)));

const PLACEHOLDER = /(?:^|\/)(?:\.git(?:keep|ignore)|\.keep|README(?:\.\w+)?)$/;

function foldersAbove(path: string, changed: string): string[] {
  const names = path.split('/').slice(0, -1);
  return [...names.map((_, index) => names.slice(0, index + 1).join('/')), ''].flatMap(
    (folder) => joinPath(folder, changed) ?? [],
  );
}

/** Paths as the command writes them. */
function createdBy(command: ShellCommand): string[] {
  const invocation = invocationOf(command);
  const read = invocation && READERS.get(invocation.program);
  if (read === undefined) return [];
  return read(invocation?.args ?? []).filter((target) => !/^(?:[/~]|-$)|[$`*?{}<>]/.test(target));
}

type Reader = (args: readonly ShellWord[]) => string[];

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['git', clonedByGit],
  ['wget', (args) => downloads(args, ['-O', '--output-document'], ['-P', '--directory-prefix'], true)],
  [
    'curl',
    (args) =>
      downloads(args, ['-o', '--output'], ['--output-dir'], hasFlag(args, /^(?:-[a-zA-Z]*O|--remote-name(?:-all)?)$/)),
  ],
  ['gdown', (args) => added(optionOf(args, ['-O', '--output']))],
  ['unzip', (args) => added(optionOf(args, ['-d']))],
  [
    'tar',
    (args) =>
      hasFlag(args, /^(?:-?[a-wyzA-Z]{0,10}x[a-zA-Z]{0,10}|--extract|--get)$/)
        ? added(optionOf(args, ['-C', '--directory']))
        : [],
  ],
  ['hf', (args) => added(optionOf(args, ['--local-dir']))],
  ['huggingface-cli', (args) => added(optionOf(args, ['--local-dir']))],
  ['gsutil', (args) => copied(args, /^(?:cp|rsync)$/)],
  ['gcloud', (args) => copied(args, /^(?:cp|rsync)$/)],
  ['aws', (args) => copied(args, /^(?:cp|sync)$/)],
]);

/** `git clone URL [DIR]`, `git submodule add URL [DIR]`. */
function clonedByGit(args: readonly ShellWord[]): string[] {
  const texts = args.map(({ text }) => text);
  const verb = texts.findIndex(
    (text, index) => text === 'clone' || (text === 'add' && texts[index - 1] === 'submodule'),
  );
  if (verb < 0 || verb > MAX_WORDS_BEFORE) return [];
  const [url, folder] = positionalOf(args.slice(verb + 1), GIT_VALUED);
  const name = folder ?? (url === undefined ? undefined : lastName(url).replace(/\.git$/, ''));
  return name === undefined ? [] : [name];
}

/** `git -c a=b -C folder clone`. */
const MAX_WORDS_BEFORE = 4;
/** Options with a value of their own. Source: https://git-scm.com/docs/git-clone, https://git-scm.com/docs/git-submodule */
const GIT_VALUED: ReadonlySet<string> = new Set(
  '-b --branch -c --config -o --origin -u --upload-pack -j --jobs --depth --reference --filter --name --template'.split(
    ' ',
  ),
);

/** A file of the name that an option gives, or of the last in the address, in the folder that another option gives. */
function downloads(
  args: readonly ShellWord[],
  fileOptions: readonly string[],
  folderOptions: readonly string[],
  takesNameOfAddress: boolean,
): string[] {
  const file = optionOf(args, fileOptions);
  const folder = optionOf(args, folderOptions);
  const below = (name: string): string =>
    folder === undefined ? name : `${folder.replace(/(?<!\/)\/+$/, '')}/${name}`;
  if (file !== undefined) return [below(file)];
  if (!takesNameOfAddress) return [];
  const addresses = args.flatMap(({ text }) => (/^(?:https?|ftp):\/\//.test(text) ? text : []));
  const names = addresses.map((address) => lastName(address.replace(/[?#][\s\S]*$/, ''))).filter((name) => name !== '');
  return names.map(below);
}

/** `gsutil -m cp -r gs://shop/model model`: from a store to here. */
function copied(args: readonly ShellWord[], verb: RegExp): string[] {
  const at = args.findIndex(({ text }) => verb.test(text));
  const [source, target, ...more] = at < 0 ? [] : positionalOf(args.slice(at + 1), NONE);
  const isFetched = source !== undefined && target !== undefined && more.length === 0 && STORE.test(source);
  if (!isFetched || STORE.test(target)) return [];
  const name = lastName(source);
  // A folder that is named as one gets the file; what stands for itself may be either.
  return [target, ...(/[*]|\/$/.test(source) ? [] : [`${target.replace(/(?<!\/)\/+$/, '')}/${name}`])];
}

const STORE = /^(?:gs|s3):\/\//;
const NONE: ReadonlySet<string> = new Set();

const added = (target: string | undefined): string[] => (target === undefined ? [] : [target]);

const hasFlag = (args: readonly ShellWord[], flag: RegExp): boolean => args.some(({ text }) => flag.test(text));

/** The value of an option: `-o x`, `-ox` of one letter (or behind others: `-qO x`), `--output=x`. */
function optionOf(args: readonly ShellWord[], options: readonly string[]): string | undefined {
  for (const [index, { text }] of args.entries()) {
    for (const option of options) {
      if (text === option) return args[index + 1]?.text;
      if (option.startsWith('--') ? text.startsWith(`${option}=`) : false) return text.slice(option.length + 1);
      if (option.length !== 2 || !/^-[A-Za-z]/.test(text)) continue;
      const letter = text.indexOf(option.charAt(1), 1);
      if (letter > 0 && letter === text.length - 1) return args[index + 1]?.text;
      if (letter === 1) return text.slice(2);
    }
  }
  return undefined;
}

function positionalOf(args: readonly ShellWord[], valued: ReadonlySet<string>): string[] {
  const texts: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const text = args[index]?.text ?? '';
    if (valued.has(text)) index++;
    else if (!text.startsWith('-')) texts.push(text);
  }
  return texts;
}

const lastName = (path: string): string => {
  const plain = path.replace(/(?<!\/)\/+$/, '');
  return plain.slice(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf(':')) + 1);
};
