import type { NamedValue } from '#artifacts';
import { defineProjectRule, fileStart, NOT_PRODUCTION, type ProjectContext, type RelatedLocation } from '#kit';
import { type VariableUse, variableUses } from '#kit/artifacts';
import { type EnvironmentNames, environmentNames } from '#kit/settings';
import type { ArtifactFile, ComposeLayer, ServiceCode } from '#project';
import { codeOfService } from '#project/service-code';
import { listedCode, verbFor } from '#text/wording';
import { idleDependencies } from './idle-dependencies.ts';

type Uses = (code: ServiceCode, variable: string) => VariableUse;

export default defineProjectRule<EnvironmentNames>({
  docs: {
    summary: 'unused environment variable or dependency of a service',
    why: 'Setting the variable has no effect, although it looks as if it should. If it points to a datastore, the datastore may be started and waited for although nothing uses it.',
    remedy: 'Remove the variables, or use the names that the code reads',
    harm: 'dead-code',
    severity: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [1164],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.6' }],
    measured: { read: 26, right: 26, on: 'seven public repositories with compose files' },
    bad: '# path: Dockerfile\nFROM python:3.12\nCOPY . .\nCMD ["python", "worker.py"]\n# path: compose.yaml\nservices:\n  worker:\n    build: .\n    environment:\n      WORKER_BATCH_SIZE: "16"\n# path: worker.py\nimport os\n\nBATCH = int(os.environ["BATCH_SIZE"])\n',
    good: '# path: Dockerfile\nFROM python:3.12\nCOPY . .\nCMD ["python", "worker.py"]\n# path: compose.yaml\nservices:\n  worker:\n    build: .\n    environment:\n      BATCH_SIZE: "16"\n# path: worker.py\nimport os\n\nBATCH = int(os.environ["BATCH_SIZE"])\n',
  },
  skips: NOT_PRODUCTION,
  facts(file) {
    const found = environmentNames(file);
    return found === undefined ? [] : [found];
  },
  check(project, ctx) {
    const uses = variableUses(project, new Map(ctx.facts.map(({ path, fact }) => [path, fact])));
    for (const file of project.artifacts.of('compose')) {
      const shared = sharedVariables(file);
      for (const service of file.model.services) {
        const layer = { file, service };
        const code = codeOfService(project, layer);
        if (code === undefined || code.started.length === 0) continue;
        reportVariables(layer, code, shared, uses, ctx);
        for (const { dependency, store } of idleDependencies(project, layer, code, uses)) {
          ctx.report({
            at: file.placeOf(dependency.service.span),
            message: `unused dependency: \`${service.name.value}\` depends on \`${dependency.service.value}\`, but its code does not use ${store}`,
            remedy: `Remove \`${dependency.service.value}\` from \`depends_on\`, and from the file if no other service needs it`,
            cause: `${file.path} depends_on`,
            key: `${file.path} ${service.name.value} depends_on ${dependency.service.value}`,
          });
        }
      }
    }
  },
});

function reportVariables(
  { file, service }: ComposeLayer,
  code: ServiceCode,
  shared: ReadonlySet<number>,
  uses: Uses,
  ctx: ProjectContext<EnvironmentNames>,
): void {
  const unread = service.environment.flatMap((variable) => {
    const use = /^[A-Za-z_]\w*$/.test(variable.name.value) ? uses(code, variable.name.value) : undefined;
    if (use === undefined || use.kind === 'may-be-read') return [];
    // An empty one takes away what a file of variables would give.
    if (variable.value?.value === '' && service.envFiles.length > 0) return [];
    // What stands once for several services is meant for one of them.
    return shared.has(variable.span.start) ? [] : [{ variable, use }];
  });
  const [first, ...others] = unread;
  if (first === undefined) return;
  ctx.report({
    at: file.placeOf(first.variable.name.span),
    message: `unused environment variable: \`${service.name.value}\` sets ${listedCode(
      unread.map(({ variable }) => variable.name.value),
      4,
    )}, but its code does not read ${verbFor(unread.length, 'it', 'them')}`,
    related: [
      ...others.slice(0, 4).map(({ variable }) => ({
        ...file.placeOf(variable.name.span),
        message: 'unused too',
      })),
      ...readersNamed(unread),
    ],
    cause: `${file.path} environment`,
    key: `${file.path} ${service.name.value}`,
  });
}

/** Starts of variables that several services take from one anchor. */
function sharedVariables({ model }: ArtifactFile<'compose'>): ReadonlySet<number> {
  const seen = new Set<number>();
  const shared = new Set<number>();
  for (const { environment } of model.services) {
    for (const { span } of environment) (seen.has(span.start) ? shared : seen).add(span.start);
  }
  return shared;
}

/** Where one of the variables is read, by code that the service does not run. */
function readersNamed(
  unread: readonly { readonly variable: NamedValue; readonly use: VariableUse }[],
): readonly RelatedLocation[] {
  for (const { variable, use } of unread) {
    if (use.kind !== 'elsewhere') continue;
    const message = `this module reads \`${variable.name.value}\`, but is not part of the service`;
    return use.modules.slice(0, 2).map((module) => ({ ...fileStart(module), message }));
  }
  return [];
}
