/** Code of others that the project keeps: what its linter and another of its tools both leave out. */
import type { IniSection, TomlSection } from '../../artifacts/index.ts';
import { joinPath } from '../../text/index.ts';
import type { ArtifactFile, Artifacts } from '../artifacts.ts';

/** Folders, and files, that one tool is told to pass over. */
interface Exclusion {
  readonly tool: string;
  readonly path: string;
}

/** Whether a path lies in what at least two kinds of tools leave out, one of them a linter. */
export function vendoredBy(artifacts: Artifacts): (path: string) => boolean {
  const exclusions = [
    ...artifacts.of('pyproject').flatMap((file) => exclusionsIn(file, file.model.tools)),
    ...artifacts.of('tool-toml').flatMap((file) => exclusionsIn(file, file.model.sections)),
    ...artifacts.of('setup-cfg').flatMap((file) => exclusionsIn(file, file.model.sections)),
    ...artifacts.of('ini').flatMap((file) => exclusionsIn(file, file.model.sections)),
  ];
  if (exclusions.length === 0) return () => false;
  return (path) => {
    const tools = new Set(exclusions.filter((each) => isAt(path, each.path)).map(({ tool }) => tool));
    return tools.size > 1 && tools.has('linter');
  };
}

const isAt = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

/** Sections of tools, by their last names; ruff.toml and its like have none. */
const TOOLS: readonly { readonly section: RegExp; readonly tool: string }[] = [
  { section: /^(?:tool\.)?(?:ruff|flake8|pylint|pycodestyle)(?:[.:]|$)|^lint$|^$/, tool: 'linter' },
  { section: /^(?:tool\.)?(?:mypy|pyright|basedpyright|pyrefly|ty)(?:[.:-]|$)/, tool: 'type checker' },
  { section: /^(?:tool\.)?coverage(?:[.:]|$)|^(?:run|report)$/, tool: 'coverage' },
  { section: /^(?:tool\.)?(?:black|isort|yapf)(?:[.:]|$)/, tool: 'formatter' },
];
const EXCLUDING = /^(?:extend[-_])?exclude$|^omit$|^ignore$|^ignore[-_]paths$|^extend[-_]skip$|^skip(?:[-_]glob)?$/i;

function exclusionsIn(
  { folder }: Pick<ArtifactFile, 'folder'>,
  sections: readonly (IniSection | TomlSection)[],
): Exclusion[] {
  return sections.flatMap(({ name, options }) => {
    const tool = TOOLS.find(({ section }) => section.test(name.value))?.tool;
    if (tool === undefined) return [];
    return [...options]
      .filter((option) => EXCLUDING.test(option.name.value))
      .flatMap((option) => writtenIn(option))
      .flatMap((text) => {
        const path = plainPath(text);
        const found = path === undefined ? undefined : joinPath(folder, path);
        return found === undefined || found === '' ? [] : [{ tool, path: found }];
      });
  });
}

const writtenIn = (option: (IniSection | TomlSection)['options'][number]): string[] =>
  ('lines' in option ? option.lines : option.texts).flatMap(({ value }) => value.split(/[\s,]+/));

/** `pkg/contrib`, `pkg/contrib/*`, `^pkg/contrib/`; patterns that say more than a place count for nothing. */
function plainPath(written: string): string | undefined {
  const path = written
    .replace(/^\^|^\.\/|^\*\*?\/|\$$/g, '')
    .replace(/(?:\/\.?\*{1,2})?\/?$/, '')
    .replaceAll('\\.', '.');
  return /^[\w.-]+\/[\w./-]+$/.test(path) ? path : undefined;
}
