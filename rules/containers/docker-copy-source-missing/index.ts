import { type DoubtId, defineProjectRule } from '#kit';
import { contextSources, contextsMeant, isNamedByBuilder, mayBeMade } from '#kit/artifacts';
import type { ArtifactFile, BuildContext, ProjectModel } from '#project';
import type { Span } from '#text';
import { describe, explanations, hasUnreadSteps, namesMissing, PATTERN } from './explanations.ts';
import { type FileNeeded, filesNeeded } from './files-needed.ts';

interface Lack {
  readonly span: Span;
  readonly message: string;
  readonly remedy?: string;
  readonly key: string;
  readonly doubt?: DoubtId | undefined;
}

export default defineProjectRule({
  docs: {
    summary: 'image build that needs a missing file',
    why: 'The build fails at this line for everyone but its author, or the container starts without the file and exits at once.',
    remedy: 'Commit the file, remove it from `.dockerignore`, or correct the path',
    harm: 'breaks',
    severity: 'P1',
    precision: 'medium',
    measured: {
      read: 150,
      right: 146,
      on: 'some 350 repositories as they stand, and 90 commits right before one that fixes such a line: feast, haystack, ragflow, mlrun, awx, superset and others',
    },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.2' }],
    bad: '# path: Dockerfile\nFROM python:3.12-slim\nCOPY requirements-prod.txt .\nCMD ["python", "-m", "orders"]\n# path: requirements.txt\nfastapi\n',
    good: '# path: Dockerfile\nFROM python:3.12-slim\nCOPY requirements.txt .\nCMD ["python", "-m", "orders"]\n# path: requirements.txt\nfastapi\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('dockerfile')) {
      const contexts = contextsMeant(file, project);
      if (contexts === undefined) continue;
      const builds = project.builds.of(file.path).map(({ at }) => at);
      const related = builds.slice(0, 3).map((at) => ({ ...at, message: 'built here' }));
      for (const { span, message, remedy, key, doubt } of lacksOf(file, contexts, project)) {
        ctx.report({
          at: file.placeOf(span),
          message,
          ...(remedy !== undefined && { remedy }),
          // The build stops at the first of them.
          cause: file.path,
          key: `${file.path} ${key}`,
          related,
          doubt,
        });
      }
    }
  },
});

function lacksOf(
  file: ArtifactFile<'dockerfile'>,
  contexts: readonly BuildContext[],
  project: ProjectModel,
): readonly Lack[] {
  const { stages, remarks } = file.model;
  const isExplained = explanations(remarks);
  const sources = stages.flatMap(({ instructions }) =>
    instructions.flatMap((instruction) => {
      const beside = contextSources(instruction);
      // Patterns that fit nothing are passed over as long as something else is copied.
      const meant = beside.length === 1 ? beside : beside.filter(({ value }) => !PATTERN.test(value));
      return meant.map((source) => ({ source, isExplained: isExplained(source.value, instruction) }));
    }),
  );
  const known = new Set<string>();
  const copied = sources.flatMap(({ source: { value, span }, isExplained }): Lack[] => {
    if (known.has(value)) return [];
    known.add(value);
    const lack = lackedSource(value, span, contexts, project);
    if (lack === undefined || isNamedByBuilder(file.path, value, project)) return [];
    return [isExplained ? { ...lack, doubt: 'generated-file' } : lack];
  });
  const builds = project.builds.of(file.path);
  const isStartedOtherwise =
    builds.length > 0 && builds.every(({ service }) => (service?.command ?? service?.entrypoint) !== undefined);
  const needed = filesNeeded(file, contexts, project).flatMap((each): Lack[] => {
    const lack = lackedFile(each, contexts, project);
    if (lack === undefined) return [];
    return [each.isStart && isStartedOtherwise ? { ...lack, doubt: 'overridden-at-deployment' } : lack];
  });
  return [...copied, ...needed];
}

/** A source of COPY that none of the contexts has. */
function lackedSource(
  source: string,
  span: Span,
  contexts: readonly BuildContext[],
  project: ProjectModel,
): Lack | undefined {
  const answers = contexts.map((context) => context.resolve(source));
  const lacking = answers.flatMap((answer) => (answer.kind === 'missing' || answer.kind === 'excluded' ? answer : []));
  const nearest = Math.min(...lacking.map(({ path }) => namesMissing(path, project)));
  const likeliest = lacking.filter(({ path }) => namesMissing(path, project) === nearest);
  const excluded = lacking.find((answer) => answer.kind === 'excluded');
  if (lacking.length < answers.length) return undefined;
  // What the ignore file leaves out stays out, no matter who makes it.
  if (excluded === undefined && likeliest.some(({ path }) => mayBeMade(path, project))) return undefined;
  if (excluded !== undefined) {
    const message = `missing file: \`${source}\` is not in the build context, as \`${excluded.by.value}\` in \`${excluded.ignoreFile}\` excludes it`;
    const remedy = `Add \`!${source}\` to \`${excluded.ignoreFile}\`, or remove the \`COPY\``;
    return { span, message, remedy, key: source };
  }
  // `name*` is how people write a file that may be there.
  if (PATTERN.test(source))
    return /[*\]]$/.test(source)
      ? undefined
      : {
          span,
          message: `missing file: \`${source}\` matches no file in ${describe(contexts)}`,
          key: source,
          doubt: 'generated-file',
        };
  const doubt = contexts.some(({ folder }) => hasUnreadSteps(folder, project)) ? 'generated-file' : undefined;
  return { span, message: `missing file: \`${source}\` is not in ${describe(contexts)}`, key: source, doubt };
}

/** A file that a step or the container reads and that nothing brought to the image. */
function lackedFile(
  { path, span, wanted }: FileNeeded,
  contexts: readonly BuildContext[],
  project: ProjectModel,
): Lack | undefined {
  if (wanted.some((each) => mayBeMade(each, project))) return undefined;
  const [first] = wanted;
  const reason =
    first === undefined
      ? 'no `COPY` adds it'
      : `${first === path ? 'it' : `\`${first}\``} is not among the files copied from ${describe(contexts)}`;
  const message = `missing file: \`${path}\` is not in the image, as ${reason}`;
  return { span, message, remedy: `Add a \`COPY\` for \`${path}\`, or correct the path`, key: path };
}
