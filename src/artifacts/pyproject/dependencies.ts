import { parse } from 'smol-toml';
import type { Located, SourceText } from '../../text/index.ts';
import { type DependencyRequirement, normalizeDistribution, parseRequirement } from '../requirements/requirement.ts';

/**
 * Every dependency that a pyproject.toml declares: `[project]` and its extras, `[dependency-groups]` (PEP 735), Poetry.
 * Undefined when the file is no TOML.
 */
export function readPyprojectDependencies(text: SourceText): readonly Located<DependencyRequirement>[] | undefined {
  const table = parseToml(text.content);
  if (table === undefined) return undefined;
  const project = asTable(table.project);
  const listed = [
    ...strings(project.dependencies),
    ...Object.values(asTable(project['optional-dependencies'])).flatMap(strings),
    ...Object.values(asTable(table['dependency-groups'])).flatMap(strings),
  ].flatMap((written) => locate(written, parseRequirement(written), text));
  return [...listed, ...poetryDependencies(asTable(asTable(table.tool).poetry), text)];
}

type Table = Readonly<Record<string, unknown>>;

function parseToml(content: string): Table | undefined {
  try {
    return parse(content);
  } catch {
    // A broken pyproject.toml declares nothing that can be read; the caller reports it.
    return undefined;
  }
}

const asTable = (value: unknown): Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((element) => typeof element === 'string') : [];

function poetryDependencies(poetry: Table, text: SourceText): Located<DependencyRequirement>[] {
  const groups = Object.values(asTable(poetry.group)).map((group) => asTable(group).dependencies);
  return [poetry.dependencies, poetry['dev-dependencies'], ...groups].flatMap((group) =>
    Object.entries(asTable(group)).flatMap(([name, wanted]) => {
      if (name === 'python') return [];
      const version = typeof wanted === 'string' ? wanted : asTable(wanted).version;
      const specifier = typeof version === 'string' ? poetrySpecifier(version) : '';
      return locate(name, { distribution: normalizeDistribution(name), specifier }, text);
    }),
  );
}

/** `^2.1` and `~2.1` have lower bounds, a bare version is exact, `*` is anything. */
function poetrySpecifier(version: string): string {
  return version
    .split(',')
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '*' && clause !== '')
    .map((clause) =>
      /^[\^~](?!=)/.test(clause) ? `>=${clause.slice(1)}` : /^\d/.test(clause) ? `==${clause}` : clause,
    )
    .join(',');
}

/** TOML values carry no position; the text of a requirement stands in the file as it was written. */
function locate(
  written: string,
  value: DependencyRequirement | undefined,
  text: SourceText,
): Located<DependencyRequirement>[] {
  if (value === undefined) return [];
  const start = Math.max(0, text.content.indexOf(written));
  return [{ value, span: { start, end: start + written.length } }];
}
