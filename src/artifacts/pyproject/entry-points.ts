/** What a pyproject.toml says that installing the project makes runnable or findable. */
import { parse } from 'smol-toml';
import type { Located, SourceText } from '../../text/index.ts';

/**
 * Object references (`pkg.module:function`) of `[project.scripts]`, `[project.gui-scripts]`, `[project.entry-points.*]` and
 * their Poetry twins, in the order of the file. None where the file is no TOML.
 */
export function readPyprojectEntryPoints(text: SourceText): readonly Located<string>[] {
  const table = parseToml(text.content);
  const project = asTable(table.project);
  const poetry = asTable(asTable(table.tool).poetry);
  const groups = [
    project.scripts,
    project['gui-scripts'],
    poetry.scripts,
    ...Object.values(asTable(project['entry-points'])),
    ...Object.values(asTable(poetry.plugins)),
  ];
  return groups
    .flatMap((group) => Object.values(asTable(group)))
    .flatMap((reference) => (typeof reference === 'string' ? [locate(reference, text)] : []))
    .sort((a, b) => a.span.start - b.span.start);
}

type Table = Readonly<Record<string, unknown>>;

function parseToml(content: string): Table {
  try {
    return parse(content);
  } catch {
    // The reader of dependencies reports it.
    return {};
  }
}

const asTable = (value: unknown): Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};

/** TOML values carry no position; a reference stands in the file as it was written. */
function locate(reference: string, text: SourceText): Located<string> {
  const start = Math.max(0, text.content.indexOf(reference));
  return { value: reference, span: { start, end: start + reference.length } };
}
