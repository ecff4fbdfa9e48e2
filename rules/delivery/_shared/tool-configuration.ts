import type { IniSection, TomlSection } from '#artifacts';
import { fileStart } from '#kit';
import { type ConfigurationFile, TOOL_CONFIGURATION } from '#knowledge/tool-configuration';
import type { ArtifactFile, ArtifactPlace, ProjectModel } from '#project';

/** What one file says to one tool. */
export interface ToolConfiguration {
  readonly tool: string;
  readonly path: string;
  /** The folder it holds for; empty for the root. */
  readonly folder: string;
  /** The first section with something for the tool, or the beginning of a file that is the tool's own. */
  readonly at: ArtifactPlace;
  /** As people say it: `[tool.mypy]`, or the file's name. */
  readonly title: string;
  /** Values by section and name, in one notation for all kinds of files; undefined where the file is not read. */
  readonly options: ReadonlyMap<string, string> | undefined;
}

/** Every configuration of the tools of the table, by tool and folder, those that are read first before those that are not. */
export function toolConfigurations(project: ProjectModel): readonly ToolConfiguration[] {
  return TOOL_CONFIGURATION.flatMap(({ tool, order }) =>
    order.flatMap((file) =>
      [...project.files]
        .filter((path) => path === file.name || path.endsWith(`/${file.name}`))
        .sort()
        .flatMap((path) => configuration(tool, file, path, project) ?? []),
    ),
  );
}

function configuration(
  tool: string,
  { name, section }: ConfigurationFile,
  path: string,
  { artifacts }: ProjectModel,
): ToolConfiguration | undefined {
  const folder = path.slice(0, Math.max(0, path.length - name.length - 1));
  const [file, sections] = sectionsIn(path, artifacts);
  const wanted = sections?.filter((each) => section === undefined || isOf(each.name.value, section));
  if (section !== undefined && (wanted === undefined || wanted.length === 0)) return undefined;
  const [first] = wanted ?? [];
  const at =
    first === undefined || first.name.value === '' || file === undefined
      ? fileStart({ path })
      : file.placeOf(first.name.span);
  const title = section === undefined || first === undefined ? path : `[${first.name.value}]`;
  return { tool, path, folder, at, title, options: wanted && optionsOf(wanted, section ?? '') };
}

/** `tool.mypy` and what is below it; `mypy`, `mypy-vendored.*`; `coverage:run`. */
function isOf(name: string, section: string): boolean {
  if (!name.startsWith(section)) return false;
  const rest = name.slice(section.length);
  return (
    rest === '' || section.endsWith(':') || rest.startsWith('.') || (!section.startsWith('tool.') && /^[:-]/.test(rest))
  );
}

type Section = IniSection | TomlSection;

function sectionsIn(
  path: string,
  artifacts: ProjectModel['artifacts'],
): readonly [ArtifactFile | undefined, readonly Section[] | undefined] {
  const toml = artifacts.at('pyproject', path);
  if (toml !== undefined) return [toml, toml.model.tools];
  const file = artifacts.at('ini', path) ?? artifacts.at('setup-cfg', path) ?? artifacts.at('tool-toml', path);
  return [file, file?.model.sections];
}

/** Sections that hold what is at the top elsewhere. */
const FIRST_SECTIONS: ReadonlySet<string> = new Set(['ini_options', 'pytest', 'settings', 'isort', 'MAIN', 'MASTER']);

/** `[tool.ruff.lint] select = ["E"]` and `[lint] select = ["E"]` of ruff.toml, `[mypy] strict = True` and `strict = true`. */
function optionsOf(sections: readonly Section[], prefix: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const { name, options: own } of sections) {
    const below = name.value.slice(name.value.startsWith(prefix) ? prefix.length : 0).replace(/^\./, '');
    const place = FIRST_SECTIONS.has(below) || prefix === 'tool.pylint' ? '' : below;
    for (const option of own) {
      const texts = 'lines' in option ? option.lines.map(({ value }) => value) : textsOfToml(option.value);
      const value = texts.flatMap((text) => text.split(/[\s,]+/)).filter((text) => text !== '');
      const key = option.name.value.toLowerCase().replaceAll('-', '_');
      options.set(place === '' ? key : `${place}.${key}`, value.join(' ').toLowerCase());
    }
  }
  return options;
}

function textsOfToml(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOfToml);
  return typeof value === 'object' && value !== null ? [JSON.stringify(value)] : [String(value)];
}
