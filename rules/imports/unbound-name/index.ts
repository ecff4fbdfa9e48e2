import { type DoubtId, defineProjectRule, type ProjectProblem, unpackPlace } from '#kit';
import { membersSet } from '#kit/names';
import { moduleForPython2, sideOfPython } from '#project/python-versions';
import type { ModuleSummary } from '#semantics';
import { namesSet } from '#semantics/names/names-set';
import {
  addedTo,
  executedFiles,
  mayStandIn,
  onlyDefines,
  registersBy,
  runAmongNames,
  seemsPutElsewhere,
} from './executed-files.ts';
import { opennessOfModule } from './openness.ts';
import {
  BOUND_BY_RUNNER,
  doubtFromElsewhere,
  type Fact,
  NOT_EVALUATED,
  ON_PYTHON_2,
  type Read,
  readOf,
} from './reads.ts';
import { unboundNames } from './unbound-names.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'undefined or unbound name',
    why: 'Python looks names up when a line runs. This line raises `NameError` or `UnboundLocalError`, often only on a path that handles an error.',
    remedy: 'Bind or import the name before the line that reads it',
    harm: 'breaks',
    severity: {
      'on every path': 'P1',
      'on one branch or after a failure': 'P2',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [457],
    origin: [{ document: 'Field report 1', finding: 'F: names that cannot resolve on a live path' }],
    bad: 'import time\n\ndef lock_out(user):\n    user.locked_until = time.time() + LOCKOUT_SECONDS\n',
    good: 'import time\n\nLOCKOUT_SECONDS = 900\n\ndef lock_out(user):\n    user.locked_until = time.time() + LOCKOUT_SECONDS\n',
  },
  skips: ['stub', 'generated', 'vendored', 'documentation'],
  facts(file) {
    const isParsed = file.source.gaps.length === 0;
    const reads = isParsed ? unboundNames(file).flatMap((unbound) => readOf(unbound, file) ?? []) : [];
    const set = file.context.role === 'test' ? [] : namesSet(file);
    const runs = file.context.role === 'test' ? [] : executedFiles(file);
    if (reads.length + set.length + runs.length === 0) return [];
    const adds = addedTo(file).some((name) => reads.some((read) => read.isOfModule === true && read.name === name));
    const only = { ...(onlyDefines(file) && { onlyDefines: true as const }), ...(adds && { addsTo: true as const }) };
    const by = registersBy(file).filter((name) => reads.some((read) => read.name === name));
    return [{ reads, set, runs, ...only, ...(by.length > 0 && { registers: by }) }];
  },
  check(project, ctx) {
    const set = membersSet(
      project,
      ctx.facts.map(({ path, fact }) => ({ path, set: fact.set })),
    );
    const runs = ctx.facts.flatMap(({ path, fact }) => fact.runs.map((run) => ({ ...run, by: path })));
    const old = moduleForPython2(project);
    for (const { path, fact } of ctx.facts) {
      const module = project.moduleByPath(path);
      if (module === undefined) continue;
      const isSnippet = fact.onlyDefines === true && seemsPutElsewhere(module, project);
      const isAddition = fact.addsTo === true && project.useOf(module) === undefined;
      const isPart = (name: string) => fact.registers?.includes(name) === true && mayStandIn(name, module, project);
      for (const read of fact.reads) {
        const found = [set.find(path, read.name), set.find('builtins', read.name)];
        if (found.includes('set')) continue;
        const open = read.isOfModule === true ? opennessOfModule(read.name, module, project) : 'closed';
        if (open === 'other') continue;
        const at = { path, ...unpackPlace(read.place) };
        const python = read.isInAnnotation === true ? sideOfPython('3.14', path, project) : 'before';
        const run = read.isOfModule === true ? runAmongNames(read.name, module, runs, project) : 'not';
        const isOld = read.mayBePython2 === true && old !== undefined;
        if (python === 'from' || run === 'proven' || isOld) {
          ctx.proven({ at, by: isOld ? ON_PYTHON_2 : python === 'from' ? NOT_EVALUATED : BOUND_BY_RUNNER });
          continue;
        }
        const doubt =
          read.doubt ??
          (python === undefined || read.mayBePython2 === true ? 'unknown-version' : undefined) ??
          (run === 'guessed' || (read.isOfModule === true && (isSnippet || isAddition || isPart(read.name)))
            ? 'dynamic-binding'
            : doubtFromElsewhere(read, open, found, set));
        ctx.report(problemOf(read, at, module, doubt));
      }
    }
  },
});

function problemOf(
  read: Read,
  at: ProjectProblem['at'],
  { path, module }: ModuleSummary,
  doubt: DoubtId | undefined,
): ProjectProblem {
  return {
    at,
    message: `${read.says}${read.swallowed === undefined ? '' : `, and the handler around it ${read.swallowed}`}`,
    ...{ doubt, ...(read.kind === 'checkers' && { remedy: 'Import it outside `if TYPE_CHECKING:`' }) },
    ...((read.kind === 'branch' || read.kind === 'failure' || read.isBeside) && {
      ...{ kind: 'on one branch or after a failure', remedy: `Bind \`${read.name}\` on every path that leads here` },
    }),
    ...(read.swallowed !== undefined && { harm: 'misleads' as const }),
    ...(read.endsPathAt !== undefined && { endsPathAt: read.endsPathAt }),
    related:
      read.bound === undefined ? [] : [{ path, ...unpackPlace(read.bound), message: `\`${read.name}\` is bound here` }],
    key: `${module} ${read.within} ${read.name} ${read.kind}`,
    // A file that lost its imports lost them at once.
    cause: read.kind === 'nowhere' ? `${path} nowhere` : `${path} ${read.kind} ${read.name}`,
  };
}
