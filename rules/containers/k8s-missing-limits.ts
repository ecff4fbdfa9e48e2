import {
  type ArtifactFile,
  defineProjectRule,
  isForDevelopment,
  joinPath,
  type KubernetesContainer,
  type KubernetesObject,
  type KubernetesSecurityContext,
  type KubernetesWorkload,
  type ProjectModel,
  type Span,
} from '#kit';

export default defineProjectRule({
  docs: {
    summary: 'container without limits, security context or probes',
    why: 'A container without a memory limit takes the node down with it, one that may be root and write everywhere turns a hole in a library into a hole in the node, and one without probes gets requests before it can answer and after it hangs.',
    remedy:
      'Set `resources.limits`, `securityContext` (`runAsNonRoot`, `readOnlyRootFilesystem`, `allowPrivilegeEscalation: false`) and probes.',
    severity: 'P2',
    precision: 'high',
    measured: { read: 46, right: 44, on: 'skyvern, argo-events, fastapi-microservices, TenSafe and three others' },
    since: '0.1.0',
    cwe: [770, 250],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.1' }],
    bad: '# path: k8s/cleaner.yaml\napiVersion: batch/v1\nkind: Job\nmetadata:\n  name: cleaner\nspec:\n  template:\n    spec:\n      securityContext:\n        runAsNonRoot: true\n      containers:\n        - name: cleaner\n          image: acme/cleaner:1.4\n',
    good: '# path: k8s/cleaner.yaml\napiVersion: batch/v1\nkind: Job\nmetadata:\n  name: cleaner\nspec:\n  template:\n    spec:\n      securityContext:\n        runAsNonRoot: true\n      containers:\n        - name: cleaner\n          image: acme/cleaner:1.4\n          resources:\n            limits:\n              memory: 256Mi\n',
  },
  check(project, ctx) {
    const reported = new Set<string>();
    for (const file of project.artifacts.of('kubernetes').toSorted(writtenFirst)) {
      if (isPatch(file, project)) continue;
      const isLoose = isForDevelopment(file.path) || NOT_DEPLOYED.test(file.path);
      for (const object of file.model.objects) {
        for (const container of object.workload?.containers ?? []) {
          if (container.image === undefined) continue;
          const name = container.name ?? container.image;
          const owner = `${object.kind.value} \`${object.name?.value ?? '?'}\``;
          for (const { kind, at, message } of lacksOf(container, object, project)) {
            const key = `${owner} ${name.value} ${kind}`;
            if (object.name !== undefined && reported.has(key)) continue;
            reported.add(key);
            ctx.report({
              at: file.placeOf(at),
              key: `${file.path} ${key}`,
              message: `\`${name.value}\` of the ${owner} ${message}`,
              ...(isLoose && { severity: 'P3' as const, profile: 'strict' as const }),
            });
          }
        }
      }
    }
  },
});

/** Tests and what is kept for memory. */
const NOT_DEPLOYED = /(?:^|\/)(?:load-?tests?|e2e|testdata|_?archived?|quickstarts?|[\w-]*-quickstart)\//i;

/** What others are made from comes before what a tool put together: one object is reported once. */
function writtenFirst(a: ArtifactFile, b: ArtifactFile): number {
  return Number(PUT_TOGETHER.test(a.path)) - Number(PUT_TOGETHER.test(b.path));
}

const PUT_TOGETHER = /(?:^|\/)(?:dist|releases?|generated)\/|(?:^|[/-])(?:install|all-in-one|bundle)[^/]*$/;

interface Lack {
  readonly kind: string;
  /** What it is about: the container, what runs in it, the port that is asked. */
  readonly at: Span;
  readonly message: string;
}

function lacksOf(container: KubernetesContainer, object: KubernetesObject, project: ProjectModel): readonly Lack[] {
  const { workload } = object;
  const { image, name, ports } = container;
  if (workload === undefined || image === undefined) return [];
  const patches = patchesOf(container, object, project);
  const lacks: Lack[] = [];
  if (![container, ...patches].some(({ limits }) => limits.length > 0) && !hasDefaultLimits(object, project))
    lacks.push({ kind: 'limits', at: (name ?? image).span, message: 'has no resource limits' });
  if (![container, ...patches].some((each) => isSecured(each, workload)))
    lacks.push({
      kind: 'security',
      at: image.span,
      message: 'has no `securityContext` that keeps it from root, new rights or writing',
    });
  const [first] = ports;
  const asked = SERVING.has(object.kind.value) ? first : undefined;
  if (asked !== undefined && ![container, ...patches].some(isProbed) && !isSidecar(container, workload))
    lacks.push({ kind: 'probes', at: asked.port.span, message: 'has no probe' });
  return lacks;
}

/** Kinds whose pods are meant to run for ever. */
const SERVING: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

const isProbed = ({ livenessProbe, readinessProbe, startupProbe }: KubernetesContainer): boolean =>
  (livenessProbe ?? readinessProbe ?? startupProbe) !== undefined;

/** Beside a container that is probed: the pod is judged by that. */
function isSidecar(container: KubernetesContainer, { containers }: KubernetesWorkload): boolean {
  return containers.some((other) => other !== container && isProbed(other));
}

/** Something of what keeps it in its place is set, for the container or the pod. */
function isSecured({ securityContext }: KubernetesContainer, workload: KubernetesWorkload): boolean {
  return [securityContext, workload.securityContext].some((each) => each !== undefined && restricts(each));
}

function restricts(context: KubernetesSecurityContext): boolean {
  const { runAsNonRoot, runAsUser, readOnlyRootFilesystem, allowPrivilegeEscalation, privileged } = context;
  // Whoever asks for privileges has decided.
  if (privileged?.value === true) return true;
  const isUser = runAsUser !== undefined && runAsUser.value !== 0;
  return (
    runAsNonRoot?.value === true ||
    isUser ||
    readOnlyRootFilesystem?.value === true ||
    allowPrivilegeEscalation?.value === false ||
    context.droppedCapabilities.length > 0
  );
}

/** A LimitRange of the repository that gives limits to containers of the namespace. */
function hasDefaultLimits({ namespace }: KubernetesObject, project: ProjectModel): boolean {
  const objects = project.artifacts.of('kubernetes').flatMap(({ model }) => model.objects);
  return objects.some(
    (each) =>
      each.limitRange?.hasDefaultLimits === true &&
      (each.namespace === undefined || namespace === undefined || each.namespace.value === namespace.value),
  );
}

/** The same container of the same object in other files, which kustomize lays over this one. */
function patchesOf(container: KubernetesContainer, object: KubernetesObject, project: ProjectModel) {
  const others = project.artifacts.of('kubernetes').flatMap(({ model }) => model.objects);
  return others
    .filter(
      (each) => each !== object && each.kind.value === object.kind.value && each.name?.value === object.name?.value,
    )
    .flatMap((each) => each.workload?.containers ?? [])
    .filter(({ name, image }) => name?.value === container.name?.value && image === undefined);
}

/** A part of an object, that kustomize lays over a whole one. */
function isPatch(file: ArtifactFile<'kubernetes'>, project: ProjectModel): boolean {
  return project.artifacts
    .of('kubernetes')
    .some(
      ({ folder, model }) =>
        model.kustomization?.patches.some(({ value }) => joinPath(folder, value) === file.path) === true,
    );
}
