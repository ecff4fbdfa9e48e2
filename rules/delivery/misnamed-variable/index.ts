import { groupBy } from '#collections';
import { type DoubtId, defineProjectRule, type ProjectContext, unpackPlace } from '#kit';
import { anyReader } from '#kit/artifacts';
import { environmentNames } from '#kit/settings';
import { mayLibraryRead } from '#knowledge/library-environment';
import { isOtherServerLanguage } from '#knowledge/server-languages';
import { listedCode, verbFor } from '#text/wording';
import { MANY, meantBy, type PlacedRead, readsIn, SETS, type Variables } from './variable-reads.ts';
import { namesInArtifacts, type VariableSet, variablesSet } from './variables-set.ts';

export default defineProjectRule<Variables>({
  docs: {
    summary: 'misnamed environment variable: set under one name, read under another',
    why: 'The image, file or document appears to configure the code, but the code uses its default or fails at startup.',
    remedy: 'Use one name in all places',
    harm: 'misleads',
    severity: {
      'variable that is set under another name': 'P2',
      'listed variable that nothing reads': 'P3',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [1188],
    origin: [
      {
        document: 'Audits of thirteen repositories in November 2026',
        finding: 'the image sets a variable that the code reads under another name',
      },
    ],
    bad: '# path: Dockerfile\nFROM python:3.12\nCOPY . .\nENV QUEUE_PATH=/var/queue\nCMD ["python", "worker.py"]\n# path: worker.py\nimport os\n\nQUEUES = os.getenv("QUEUES_PATH", "./queue")\n',
    good: '# path: Dockerfile\nFROM python:3.12\nCOPY . .\nENV QUEUES_PATH=/var/queue\nCMD ["python", "worker.py"]\n# path: worker.py\nimport os\n\nQUEUES = os.getenv("QUEUES_PATH", "./queue")\n',
  },
  skips: ['vendored'],
  facts(file) {
    const names = environmentNames(file);
    const reads = file.context.role === 'test' ? [] : readsIn(file);
    return names === undefined && reads.length === 0 ? [] : [{ ...(names && { names }), reads }];
  },
  check(project, ctx) {
    const reads = ctx.facts.flatMap(({ path, fact }) => fact.reads.map((each) => ({ ...each, path })));
    if (reads.length === 0) return;
    const known = ctx.facts.flatMap(({ path, fact }) =>
      fact.names === undefined ? [] : [[path, fact.names] as const],
    );
    // What is handed on as a whole may be read by others, which is a doubt.
    const isRead = anyReader(project, new Map(known.map(([path, names]) => [path, { ...names, isOpen: false }])));
    const { filled, named } = namesInArtifacts(project);
    const set = variablesSet(project);
    const unread = set.filter(({ name }) => !(isRead(name) || filled.has(name) || mayLibraryRead(name)));
    const mayBeRead =
      known.some(([, { isOpen }]) => isOpen) ||
      [...project.files].some((path) => isOtherServerLanguage(path) || /\.[cm]?[jt]sx?$/.test(path));
    const doubt = mayBeRead ? 'external-use' : undefined;
    const reported = new Set<string>();
    for (const [name, places] of groupBy(unread, (each) => each.name)) {
      const meant = meantBy(name, reads);
      if (meant === undefined) continue;
      reported.add(name);
      const isSet = named.has(meant.read.name);
      report(
        places,
        { ...meant.read, isSet },
        meant.isSure ? (isSet ? 'external-use' : doubt) : 'uncertain-identity',
        ctx,
      );
    }
    reportDocuments(
      unread.filter(({ name }) => !reported.has(name)),
      new Set(reads.map(({ name }) => name)),
      set,
      doubt,
      ctx,
    );
  },
});

function report(
  [first, ...others]: readonly VariableSet[],
  read: PlacedRead & { readonly isSet: boolean },
  doubt: DoubtId | undefined,
  ctx: ProjectContext<Variables>,
): void {
  if (first === undefined) return;
  ctx.report({
    at: first.at,
    message: `misnamed environment variable: ${SETS[first.by]} \`${first.name}\`, but the code reads \`${read.name}\`${read.isSet ? '' : ', which nothing sets'}`,
    remedy: `Write \`${read.name}\` here, or \`${first.name}\` in the code`,
    related: [
      { path: read.path, ...unpackPlace(read.place), message: `\`${read.name}\` is read here` },
      ...others.slice(0, 12).map(({ at }) => ({ ...at, message: `\`${first.name}\` here too` })),
    ],
    doubt,
    key: first.name,
  });
}

/** A document that lists what the code reads, and something that it does not. */
function reportDocuments(
  unread: readonly VariableSet[],
  read: ReadonlySet<string>,
  set: readonly VariableSet[],
  doubt: DoubtId | undefined,
  ctx: ProjectContext<Variables>,
): void {
  const listed = groupBy(set, ({ at }) => at.path);
  for (const [path, places] of groupBy(unread, ({ at }) => at.path)) {
    const [first, ...others] = places.filter(({ by }) => by === 'document' || by === 'command');
    const known = new Set((listed.get(path) ?? []).map(({ name }) => name).filter((name) => read.has(name)));
    if (first === undefined || known.size < MANY) continue;
    const names = [...new Set([first, ...others].map(({ name }) => name))];
    ctx.report({
      at: first.at,
      message: `unused environment variable: ${SETS[first.by]} ${listedCode(names, 4)}, and no code reads ${verbFor(names.length, 'it', 'them')}`,
      remedy: 'Remove it from the document, or read it in the code',
      harm: 'dead-code',
      kind: 'listed variable that nothing reads',
      related: others.slice(0, 8).map(({ name, at }) => ({ ...at, message: `\`${name}\`` })),
      doubt,
      key: `${path} ${first.name}`,
    });
  }
}
