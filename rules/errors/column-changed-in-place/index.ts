import { defineProjectRule, factsOfKind, NOT_PRODUCTION, unpackPlace } from '#kit';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { type ChangedInPlaceFact, type InPlaceFact, inPlaceFactsIn, type PlainColumnsFact } from './plain-columns.ts';

export default defineProjectRule<InPlaceFact>({
  docs: {
    summary: 'in-place change of a JSON, array or pickle column',
    why: 'SQLAlchemy saves a column when its attribute is assigned another object. A change inside the existing dict or list is visible in memory, but it is never written to the database.',
    remedy:
      'Assign a new object (`row.settings = {**row.settings, "a": 1}`), declare the column with `MutableDict.as_mutable(JSON)`, or call `flag_modified(row, "settings")`',
    harm: 'loses',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [
      {
        document: 'Audits of six systems before a scan',
        finding: 'an archive of documents: a count of pages that is never saved',
      },
    ],
    bad: 'from sqlalchemy import JSON, Column, Integer\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\n\nclass Page(Base):\n    __tablename__ = "page"\n    id = Column(Integer, primary_key=True)\n    settings = Column(JSON)\n\n\ndef hide(session, number):\n    page = session.get(Page, number)\n    page.settings["hidden"] = True\n    session.commit()\n',
    good: 'from sqlalchemy import JSON, Column, Integer\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\n\nclass Page(Base):\n    __tablename__ = "page"\n    id = Column(Integer, primary_key=True)\n    settings = Column(JSON)\n\n\ndef hide(session, number):\n    page = session.get(Page, number)\n    page.settings = {**page.settings, "hidden": True}\n    session.commit()\n',
  },
  skips: NOT_PRODUCTION,
  facts: inPlaceFactsIn,
  check(project, ctx) {
    const watchesAll = factsOfKind(ctx.facts, 'watches-all').length > 0;
    const columns = new Map(factsOfKind(ctx.facts, 'plain-columns').map((each) => [each.fact.owner, each]));
    if (columns.size === 0) return;
    const named = new Set([...columns.values()].flatMap(({ fact }) => [...fact.names, ...fact.watched]));
    const saving = new Map(factsOfKind(ctx.facts, 'saving').map(({ fact }) => [fact.function, fact]));
    for (const { path, fact } of factsOfKind(ctx.facts, 'changed-in-place')) {
      const from = named.has(fact.attribute) ? project.moduleByPath(path) : undefined;
      const declared = from && declaring(fact, from, columns, project);
      if (from === undefined || declared === undefined) continue;
      const isWatched = watchesAll || declared.fact.watched.includes(fact.attribute);
      if (isWatched && !fact.isBelow) continue;
      const behind = fact.behind.flatMap((accessPath) => {
        const called = project.follow(accessPath, from);
        return called.kind === 'function' ? (saving.get(called.function.qualifiedName) ?? []) : [];
      });
      const saves = fact.saves || behind.some(({ flags }) => !flags);
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `lost update: ${whatIsLost(fact, isWatched)}`,
        ...(fact.isBelow && { remedy: remedyBelow(fact) }),
        cause: `${declared.fact.owner}.${fact.attribute} ${path}`,
        related: [{ path: declared.path, ...unpackPlace(declared.fact.place), message: "the column's class" }],
        doubt: saves && !behind.some(({ flags }) => flags) ? undefined : 'transaction-handled-elsewhere',
        key: `${fact.within} ${fact.shown}`,
      });
    }
  },
});

function whatIsLost({ shown, through, putBack }: ChangedInPlaceFact, isWatched: boolean): string {
  if (putBack === 'copied')
    return `\`${shown}\` is assigned a shallow copy whose nested values are modified in both, so SQLAlchemy detects no change and saves nothing`;
  if (putBack === 'itself')
    return `\`${shown}\` is assigned the same, modified object, so SQLAlchemy detects no change and saves nothing`;
  const how = through === undefined || through.startsWith(shown) ? '' : ` through \`${through}\``;
  return isWatched
    ? `a nested value of \`${shown}\` is modified in place${how}, and \`MutableDict\` and \`MutableList\` track the first level only, so nothing is saved`
    : `\`${shown}\` is modified in place${how}, which SQLAlchemy does not detect, so nothing is saved`;
}

/** `MutableDict` does not see what is below. */
const remedyBelow = ({ shown, attribute }: ChangedInPlaceFact): string =>
  `Change a \`copy.deepcopy(${shown})\` and assign it, or call \`flag_modified(…, "${attribute}")\``;

interface Declared {
  readonly path: string;
  readonly fact: PlainColumnsFact;
}

/** The class, or one that it derives from, that declares the column. */
function declaring(
  { owner, attribute }: ChangedInPlaceFact,
  from: ModuleSummary,
  columns: ReadonlyMap<string, Declared>,
  project: ProjectModel,
): Declared | undefined {
  const found = project.follow(owner, from);
  if (found.kind !== 'object') return undefined;
  return project
    .lineOf(found)
    .flatMap((each) => (typeof each === 'string' ? [] : (columns.get(each.class.qualifiedName) ?? [])))
    .find(({ fact }) => fact.names.includes(attribute) || fact.watched.includes(attribute));
}
