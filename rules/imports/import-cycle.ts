import { defineProjectRule, type ProjectProblem } from '#kit';
import type { ImportCycle, ImportEdge } from '#project';
import type { ModuleSummary } from '#semantics';
import { counted } from '#text/wording';

export default defineProjectRule({
  docs: {
    summary: 'circular import',
    why: 'Whether the program starts can depend on which module is imported first. A new entry point, a reordered import or a test that is run alone can then fail with an `ImportError`.',
    remedy: 'Move what the modules share into a module that imports neither, or pass it as an argument',
    harm: 'breaks',
    severity: 'P2',
    precision: 'medium',
    measured: {
      read: 20,
      right: 18,
      on: 'TenSafe, django, mypy, prefect, dagster, bentoml, superset, airflow, mlflow and others, agno, langflow_base, litellm, apache_superset, apache_airflow_core, camel_ai, dbgpt, khoj',
    },
    since: '0.1.0',
    cwe: [1047],
    origin: [
      { document: 'CORTEX Architectural Audit Report', finding: 'CIRC-001' },
      { document: 'CORTEX Architectural Audit Report', finding: 'CIRC-002' },
      { document: 'CORTEX Architectural Audit Report', finding: 'CIRC-003' },
      { document: 'CORTEX Architectural Audit Report', finding: 'CIRC-004' },
    ],
    bad: '# path: orders.py\nfrom customers import Customer\n\nclass Order:\n    buyer: Customer\n\n# path: customers.py\nimport orders\n\nclass Customer:\n    def latest(self) -> "orders.Order": ...\n',
    good: '# path: orders.py\nfrom customers import Customer\n\nclass Order:\n    buyer: Customer\n\n# path: customers.py\nclass Customer:\n    name: str\n',
  },
  check(project, ctx) {
    for (const cycle of project.importCycles) {
      const problem = problemOf(cycle, (module) => project.importNameOf(module));
      if (problem === undefined) continue;
      const by = whyHarmless(cycle);
      if (by === undefined) ctx.report(problem);
      else ctx.proven({ at: problem.at, by });
    }
  },
});

/** What keeps every order of imports working, and not by chance: nobody takes a name before the module that defines it has run. */
function whyHarmless({ steps, when, failsWhenFirst, savedByPackage }: ImportCycle): string | undefined {
  if (failsWhenFirst !== undefined || savedByPackage !== undefined) return undefined;
  if (when === 'lazy') return 'the import that would close the cycle runs in a function, after all modules are loaded';
  return steps.every(takesWhole)
    ? 'the modules only import each other as modules, which works in any order'
    : undefined;
}

/** `import a.b`, `from a import b` of a module `b`. */
const takesWhole = ({ to, imported }: ImportEdge): boolean =>
  imported.name === undefined || to.module.endsWith(`${imported.module}.${imported.name}`);

/** How importers call a module. */
type Naming = (module: ModuleSummary) => string;

function problemOf(cycle: ImportCycle, nameOf: Naming): ProjectProblem | undefined {
  const { steps, failsWhenFirst, savedByPackage } = cycle;
  const isOrdered = failsWhenFirst !== undefined || savedByPackage !== undefined;
  // Where importing some module first fails, the last step is the import that does.
  const at = isOrdered ? steps.at(-1) : steps[0];
  if (at === undefined) return undefined;
  return {
    at: { path: at.from.path, ...at.imported.place },
    message: `${isOrdered ? describeOrder(cycle, at, nameOf) : describeCycle(cycle, nameOf)}${size(cycle)}`,
    flow: steps.map((step) => ({ path: step.from.path, ...step.imported.place, message: describeStep(step, nameOf) })),
    // By the way that is shown: it is no new defect when the cycle takes in one more module.
    key: `${cycle.when} ${steps
      .map(({ from }) => from.module)
      .sort()
      .join(' ')}`,
  };
}

function describeOrder(cycle: ImportCycle, { from, to, imported }: ImportEdge, nameOf: Naming): string {
  const { failsWhenFirst, savedByPackage } = cycle;
  if (from === to)
    return `circular import: \`${nameOf(from)}\` imports \`${imported.name}\` from itself before it defines it`;
  const taking = `circular import: \`${nameOf(from)}\` imports \`${imported.name}\` from \`${nameOf(to)}\`, which`;
  if (failsWhenFirst !== undefined)
    return `${taking} has not defined it yet when \`${nameOf(failsWhenFirst)}\` is imported first`;
  const saved = savedByPackage === undefined ? from : savedByPackage;
  return `${taking} imports it back; it works only because of what the packages above \`${nameOf(saved)}\` import first`;
}

function describeCycle({ steps }: ImportCycle, nameOf: Naming): string {
  const names = [...steps.map(({ from }) => from), ...steps.slice(0, 1).map(({ from }) => from)];
  return `circular import: ${names.map((module) => `\`${nameOf(module)}\``).join(' → ')}`;
}

const size = ({ modules, steps }: ImportCycle): string =>
  modules.length > steps.length ? `, in a cycle of ${counted(modules.length, 'module')}` : '';

const describeStep = ({ to }: ImportEdge, nameOf: Naming): string => `imports \`${nameOf(to)}\``;
