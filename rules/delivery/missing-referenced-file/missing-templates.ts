/** Templates that documents tell readers to copy (`cp .env.example .env`), and that the repository does not have by that name. */
import { invocationOf, type ShellWord } from '#artifacts';
import { groupBy, memoize } from '#collections';
import type { PlacedCommand, ProjectModel } from '#project';
import type { MissingScript } from '../_shared/missing-scripts.ts';

/** Each once for a document. */
export function missingTemplates(project: ProjectModel): readonly MissingScript[] {
  const found = new Map<string, MissingScript>();
  for (const placed of project.commands) {
    const word = placed.kind === 'markdown' ? templateCopied(placed) : undefined;
    const key = `${placed.path} ${word?.text}`;
    if (word === undefined || found.has(key) || !isAbsent(word, placed, project)) continue;
    const location = fileMeant(word.text, placed, project);
    found.set(key, {
      from: placed.path,
      name: word.text,
      at: placed.placeOf(word.span),
      act: 'copied',
      isInPipeline: false,
      location,
      ...(location === undefined && mayBeOfOthers(placed, project) && { doubt: 'generated-file' }),
    });
  }
  return [...found.values()];
}

/** `cp .env.example .env`, of which the name says that it is there to be copied. */
function templateCopied({ command }: PlacedCommand): ShellWord | undefined {
  const invocation = invocationOf(command);
  if (invocation === undefined || !/^(?:cp|copy)$/.test(invocation.program)) return undefined;
  const [source, target, ...more] = invocation.args.filter(({ text }) => !text.startsWith('-'));
  if (source === undefined || target === undefined || more.length > 0 || source.isDynamic) return undefined;
  const isInside = PLAIN_PATH.test(source.text) && !source.text.startsWith('../');
  return isInside && TEMPLATE.test(lastPart(source.text)) ? source : undefined;
}

const PLAIN_PATH = /^[\w.-][\w./-]*$/;
const TEMPLATE = /example|sample|template/i;

/** No file of the repository has the name, and nothing brings one to where the command runs. */
function isAbsent({ text }: ShellWord, placed: PlacedCommand, project: ProjectModel): boolean {
  if (project.tree.filesNamed(lastPart(text)).length > 0) return false;
  return foldersMeant(placed, project).every((folder) => {
    const answer = project.tree.resolve(text, folder);
    return answer.kind === 'missing' && !project.made.has(answer.path);
  });
}

/** Behind `git clone …/shop && cd shop`, where that is this repository, a path starts in its root. */
function foldersMeant({ path, folders }: PlacedCommand, project: ProjectModel): readonly string[] {
  const clones = clonesIn(path, project);
  return clones.length === 1 && clones.every((name) => isOwnName(name, path, project)) ? [''] : folders;
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The only template whose name has the same words, in the folder where the command runs: `.env.example` for `env.example`. */
function fileMeant(written: string, { folders }: PlacedCommand, project: ProjectModel): string | undefined {
  const words = wordsOf(lastPart(written));
  const around = new Set(folders);
  const [only, ...others] = [...project.files].filter((path) => {
    const name = lastPart(path);
    return wordsOf(name) === words && around.has(path.slice(0, Math.max(0, path.length - name.length - 1)));
  });
  return others.length > 0 ? undefined : only;
}

/** In order, and whichever of its words calls it a template. */
const wordsOf = (name: string): string =>
  name
    .toLowerCase()
    .split(/[._-]/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/^(?:sample|template)$/, 'example'))
    .sort()
    .join(' ');

const mayBeOfOthers = ({ path }: PlacedCommand, project: ProjectModel): boolean =>
  clonesIn(path, project).some((name) => !isOwnName(name, path, project));

/** The addresses that each document clones. */
const clones = memoize((project: ProjectModel): ReadonlyMap<string, readonly string[]> => {
  const all = project.commands.flatMap(({ path, command: { words } }) => {
    const isClone = words[0]?.text === 'git' && words[1]?.text === 'clone';
    return isClone ? { path, address: words.slice(2).find(({ text }) => /[/$:]/.test(text))?.text ?? '' } : [];
  });
  return new Map(
    [...groupBy(all, ({ path }) => path)].map(([path, found]) => [path, found.map((each) => each.address)]),
  );
});
const clonesIn = (path: string, project: ProjectModel): readonly string[] => clones(project).get(path) ?? [];

/** The address is for the reader to fill in, or ends in what the document in the root is about. */
function isOwnName(address: string, path: string, { artifacts, tree }: ProjectModel): boolean {
  const name = lastPart(address.replace(/(?:\.git)?\/?$/, ''));
  if (path.includes('/')) return false;
  if (/[$<]|\b(?:your|repo(?:sitory)?[-_]?(?:url|name)?)\b/i.test(address)) return true;
  const title = artifacts.at('markdown', path)?.model.headings[0]?.text.value ?? '';
  return lettersOf(title).includes(lettersOf(name)) || tree.isFolder(name.replaceAll('-', '_'));
}

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
