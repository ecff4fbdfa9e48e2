import { defineProjectRule, type ImportCycle, type ImportEdge, type ProjectProblem } from '#kit';

export default defineProjectRule({
  docs: {
    summary: 'modules that import each other',
    why: 'Whether the program starts depends on which module is imported first, so an import sorted differently, a new entry point or a test that starts in the middle ends in `ImportError`, and none of the modules can be understood, tested or moved alone.',
    remedy: 'Move what the modules share into one that imports none of them, or hand it over as an argument.',
    severity: 'P1',
    precision: 'medium',
    measured: {
      read: 11,
      right: 9,
      on: 'TenSafe, django, mypy, prefect, dagster, bentoml, superset, airflow, mlflow and others',
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
      const problem = problemOf(cycle);
      if (problem !== undefined) ctx.report(problem);
    }
  },
});

function problemOf(cycle: ImportCycle): ProjectProblem | undefined {
  const { steps, when, failsWhenFirst, savedByPackage, modules } = cycle;
  const isOrdered = failsWhenFirst !== undefined || savedByPackage !== undefined;
  // Where importing some module first fails, the last step is the import that does.
  const at = isOrdered ? steps.at(-1) : steps[0];
  if (at === undefined) return undefined;
  return {
    at: { path: at.from.path, ...at.imported.place },
    message: `${isOrdered ? describeOrder(cycle, at) : describeWay(cycle)}${size(cycle)}`,
    severity: failsWhenFirst === undefined ? 'P2' : 'P1',
    // Where no order fails today, modules are tied together and no more; imports in functions alone prove nothing.
    ...(failsWhenFirst === undefined && { profile: 'strict' }),
    flow: steps.map((step) => ({ path: step.from.path, ...step.imported.place, message: describeStep(step) })),
    key: `${when} ${modules.map(({ module }) => module).join(' ')}`,
  };
}

function describeOrder({ failsWhenFirst, savedByPackage }: ImportCycle, { from, to, imported }: ImportEdge): string {
  const taking = `\`${from.module}\` takes \`${imported.name}\` from \`${to.module}\`, which`;
  if (failsWhenFirst !== undefined)
    return `${taking} has not defined it yet when \`${failsWhenFirst.module}\` is imported first`;
  return `${taking} imports it back; only what the packages above \`${savedByPackage?.module}\` import first keeps this from failing`;
}

function describeWay({ steps, when }: ImportCycle): string {
  const names = [...steps.map(({ from }) => from), ...steps.slice(0, 1).map(({ from }) => from)];
  const how = when === 'lazy' ? 'imports in functions tie' : 'imports tie';
  return `${how} ${names.map(({ module }) => `\`${module}\``).join(' → ')}`;
}

const size = ({ modules, steps }: ImportCycle): string =>
  modules.length > steps.length ? `, in a cycle of ${modules.length} modules` : '';

function describeStep({ to, imported }: ImportEdge): string {
  return imported.when === 'lazy' ? `imports \`${to.module}\` when called` : `imports \`${to.module}\``;
}
