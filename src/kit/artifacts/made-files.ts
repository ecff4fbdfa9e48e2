/** Files that are not in the repository because something makes them first. */
import { invocationOf, type ShellCommand } from '../../artifacts/index.ts';
import { memoize } from '../../collections/index.ts';
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import { folderOf, pathAndFolders } from '../../text/index.ts';
import { sentenceWith } from './document-names.ts';

/**
 * Whether a path that is missing may be there when it is needed: the output of a build, something too large or too secret
 * for a repository, a submodule, or a name that some command or step of the repository gives to what it writes.
 */
export function mayBeMade(path: string, project: ProjectModel): boolean {
  const names = path.split('/');
  const known = names.findIndex((_, index) => !project.tree.isFolder(names.slice(0, index + 1).join('/')));
  // Folders that are there are no news: what matters is what would have to come.
  const missing = names.slice(Math.max(0, known));
  if (missing.some((name) => OUTPUT_FOLDERS.has(name)) || NOT_KEPT.test(path)) return true;
  if (project.made.has(path, 'checkout')) return true;
  const made = namesMade(project);
  // A file of that name made elsewhere says nothing of one whose folder is missing too.
  const isWritten = missing.slice(0, -1).some((name) => made.has(name)) || made.has(missing.slice(-2).join('/'));
  if (isWritten) return true;
  // Code that nobody has is not what people are told to bring.
  const missingData = missing.filter((name) => !IS_CODE.test(name));
  return missingData.some((name) => addresses(project).has(name) || isDocumentedDownload(name, path, project));
}

/** Whether the Python code that builds an image by the name of its Dockerfile also names what the image is built from. */
export function isNamedByBuilder(dockerfile: string, source: string, project: ProjectModel): boolean {
  const [name = ''] = lastNames(dockerfile);
  // Lists of what a repository has to have name plain ones.
  if (/^Dockerfile$/i.test(name)) return false;
  const naming = modulesNaming(project);
  const wanted = naming.get(lastNames(source)[0] ?? '');
  return [...(naming.get(name) ?? [])].some((module) => wanted?.has(module) === true);
}

/** Whether some module writes a path, or a plain word, of this last name. */
export const isNamedInCode = (path: string, project: ProjectModel): boolean =>
  modulesNaming(project).has(path.slice(path.lastIndexOf('/') + 1));

/** Modules by the last names of the paths and plain words that they write. */
const modulesNaming = memoize(({ modules }: ProjectModel): ReadonlyMap<string, ReadonlySet<ModuleSummary>> => {
  const naming = new Map<string, Set<ModuleSummary>>();
  for (const module of modules)
    for (const text of module.texts.words) {
      const name = text.slice(text.lastIndexOf('/') + 1);
      const known = naming.get(name);
      if (known === undefined) naming.set(name, new Set([module]));
      else known.add(module);
    }
  return naming;
});

/** Last names of the addresses that code writes, but for those of pages that show a repository. */
const addresses = memoize(
  ({ modules }: ProjectModel): ReadonlySet<string> =>
    new Set(modules.flatMap((module) => module.texts.words.flatMap((text) => nameInAddress(text) ?? []))),
);

function nameInAddress(text: string): string | undefined {
  const at = text.indexOf('://');
  if (at < 0 || /\/(?:blob|tree|raw)\//.test(text)) return undefined;
  const [path = ''] = text.slice(at + 3).split(/[?#)>\]"'`,]/, 1);
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.$/, '');
  // Names of pages have neither an ending nor a number.
  return path.includes('/') && /[.\d]/.test(name) ? name : undefined;
}

/** A document of a folder around it tells people to bring a file or folder of the name: `unpack it to \`model\``. */
function isDocumentedDownload(name: string, path: string, project: ProjectModel): boolean {
  const folders = foldersDocumenting(project).get(name);
  return folders !== undefined && (folders.has('') || pathAndFolders(folderOf(path)).some((each) => folders.has(each)));
}

/** Folders of the documents that tell people to bring a file or folder, by its last name and by its last two. */
const foldersDocumenting = memoize(({ artifacts }: ProjectModel): ReadonlyMap<string, ReadonlySet<string>> => {
  const documenting = new Map<string, Set<string>>();
  for (const { folder, model } of artifacts.of('markdown'))
    for (const { text, code } of model.blocks.filter((block) => BRINGING.test(block.text)))
      for (const {
        text: { value },
      } of code) {
        if (value.length >= MAX_PATH_LENGTH || !BRINGING.test(sentenceWith(value, text))) continue;
        for (const name of lastNames(value)) documenting.set(name, (documenting.get(name) ?? new Set()).add(folder));
      }
  return documenting;
});

/** Longer code is no path. */
const MAX_PATH_LENGTH = 200;

const IS_CODE = /\.(?:py|sh|[cm]?js|ts|go|txt|toml|ya?ml|cfg|ini)$/;
const BRINGING =
  /\b(?:clon|copy|copie|creat|download|export|extract|fetch|generat|plac|put|renam|sav|train|unpack|untar|unzip)\w{0,5}\b/i;

/** Folders that build tools, package managers and git fill. */
const OUTPUT_FOLDERS: ReadonlySet<string> = new Set(
  '.cnab dist build target out output bin obj node_modules .next .output wheels wheelhouse .git .venv venv vendor site public _build _site artifacts generated bundle release'.split(
    ' ',
  ),
);

/** Packages, archives, binaries, trained models, secrets. */
const NOT_KEPT =
  /\.(?:whl|egg|jar|war|deb|rpm|t?gz|tar|zip|xz|bz2|so|exe|dll|pyc|pt|pth|onnx|pkl|pickle|joblib|h5|hdf5|bin|model|safetensors|gguf|ckpt|parquet|db|sqlite3?|pem|key|crt|p12)$|(?:^|\/)(?:\.env(?:\..+)?|\.netrc|\.npmrc|\.pypirc|pip\.conf|credentials(?:\.json)?|id_rsa|models?(?:[-_]dir)?|weights|checkpoints|data|datasets?|(?:[\w-]{1,60}[-_])?(?:creds|certs?|certificates))$|(?:^|\/)(?:models?|weights|checkpoints)\/[^/.]+$|(?:^|\/)(?=[^/]*$)[^/]*secret/is;

/** Last names of all paths that commands outside of images may write, and of what steps bring; the last two as well. */
const namesMade = memoize((project: ProjectModel): ReadonlySet<string> => {
  const paths = [
    ...project.commands.flatMap(({ command, kind }) => (kind === 'dockerfile' ? [] : pathsWritten(command))),
    ...project.artifacts.of('makefile').flatMap(({ model }) => model.rules.flatMap(({ targets }) => targets)),
    ...steps(project),
  ];
  const names = new Set(paths.flatMap(lastNames));
  for (const none of ['', '.', '..', '*']) names.delete(none);
  return names;
});

function lastNames(path: string): string[] {
  const names = path
    .replace(/(?<!\/)\/+$/, '')
    .replace(/^.*}/, '')
    .split('/');
  return [names.slice(-1).join(), names.slice(-2).join('/')];
}

function pathsWritten(command: ShellCommand): string[] {
  const redirected = command.redirections.flatMap(({ operator, target }) =>
    operator.includes('>') && target !== undefined ? target.text : [],
  );
  const invocation = invocationOf(command);
  const words = command.words.map(({ text }) => text);
  if (invocation === undefined) return redirected;
  // A folder that is swept away may be anything; a file that is removed in the end was made before.
  if (invocation.program === 'rm' && words.some((word) => /^-\w*r|[*?]/i.test(word))) return redirected;
  if (WRITERS.has(invocation.program)) return [...redirected, ...words.slice(1).map(pathIn)];
  const outputs = words.flatMap((word, index) => {
    if (!OUTPUT_OPTION.test(word)) return [];
    return word.includes('=') ? word.slice(word.indexOf('=') + 1) : (words[index + 1] ?? []);
  });
  return [...redirected, ...outputs];
}

/** `of=path`, and the name that a download has in its address. */
const pathIn = (word: string): string =>
  word
    .replace(/^[\w-]+=/, '')
    .replace(/[?#][\s\S]*$/, '')
    .replace(/\.git$/, '');

const WRITERS: ReadonlySet<string> = new Set(
  'cp mv rm ln rsync curl wget tar unzip git touch tee install mkdir dd scp gsutil aws gcloud az gh kaggle dvc make envsubst cookiecutter'.split(
    ' ',
  ),
);
const OUTPUT_OPTION =
  /^(?:-o|-O|-d|-w|--(?:output|out|outdir|out-dir|output-file|output-dir|dest|destination|dir|dist-dir|wheel-dir|target|target-dir|path|local-dir)(?:=.*)?)$/;

function steps(project: ProjectModel): string[] {
  const all = [
    ...project.artifacts.of('workflow').flatMap(({ model }) => model.jobs.flatMap((job) => job.steps)),
    ...project.artifacts.of('action').flatMap(({ model }) => model.steps),
  ];
  return all.flatMap(({ inputs }) =>
    inputs.flatMap(({ name, value }) =>
      /path|dir|dest|target|output|file.?name/i.test(name.value) ? (value?.value.split(/\s+/) ?? []) : [],
    ),
  );
}
