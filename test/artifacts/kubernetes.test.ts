import { expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { SourceText } from '../../src/text/index.ts';
import { readFixture, wordsOf } from './fixture.ts';

const { model, problems, lineOf } = readFixture('kubernetes', 'kubernetes/service.yaml', 'yaml');
const named = (kind: string) => model.objects.find((each) => each.kind.value === kind);

test('objects of all documents and of lists', () => {
  expect(problems).toEqual([]);
  expect(model.objects.map(({ kind, name, span }) => `${kind.value} ${name?.value} ${lineOf(span)}`)).toEqual([
    'Deployment scorer 1',
    'CronJob nightly 43',
    'Pod debug 58',
    'ConfigMap settings 59',
    'Secret keys 64',
    'HorizontalPodAutoscaler scorer 66',
    'LimitRange defaults 74',
    'Service scorer 80',
  ]);
});

test('the containers of a deployment', () => {
  const workload = named('Deployment')?.workload;
  expect(workload).toMatchObject({
    replicas: { value: 3 },
    securityContext: { runAsNonRoot: { value: true }, runAsUser: { value: 1000 } },
    volumes: [
      { name: { value: 'scratch' }, source: 'empty' },
      { name: { value: 'rules' }, source: 'config-map', of: { value: 'rules' } },
    ],
  });
  expect(wordsOf(workload?.initContainers[0]?.script)).toEqual(['python -m scorer.migrate', 'touch /done']);
  const [container] = workload?.containers ?? [];
  expect(container).toMatchObject({
    name: { value: 'scorer' },
    image: { value: 'scorer:1.2' },
    environment: [
      { name: { value: 'PORT' }, value: { value: '8000' } },
      { name: { value: 'TOKEN' }, from: { kind: 'secret', name: { value: 'keys' }, key: { value: 'token' } } },
    ],
    environmentFrom: [{ kind: 'config-map', name: { value: 'settings' } }],
    ports: [{ name: { value: 'http' }, port: { value: '8000' } }],
    securityContext: {
      allowPrivilegeEscalation: { value: false },
      readOnlyRootFilesystem: { value: true },
      runAsNonRoot: undefined,
      droppedCapabilities: [{ value: 'ALL' }],
    },
    livenessProbe: { kind: 'http', path: { value: '/health' }, port: { value: 'http' } },
    readinessProbe: { kind: 'command' },
    startupProbe: undefined,
    mounts: [{ volume: { value: 'scratch' }, path: { value: '/tmp' } }],
  });
  expect(wordsOf(container?.script)).toEqual(['python -m scorer --port $(PORT)~']);
  expect(container?.limits.map(({ name, value }) => [name.value, value?.value])).toEqual([
    ['memory', '1Gi'],
    ['cpu', '1'],
  ]);
  expect(container?.requests.map(({ name }) => name.value)).toEqual(['cpu']);
});

test('pods, jobs and what stands beside them', () => {
  expect(named('CronJob')?.workload).toMatchObject({
    containers: [{ image: { value: 'report' } }],
    restartPolicy: { value: 'Never' },
  });
  expect(named('Pod')?.workload).toMatchObject({ usesHostNetwork: true, containers: [{ image: undefined }] });
  expect(named('HorizontalPodAutoscaler')?.autoscaler).toMatchObject({
    targetKind: 'Deployment',
    target: { value: 'scorer' },
    minReplicas: { value: 2 },
    maxReplicas: { value: 8 },
  });
  expect(named('LimitRange')?.limitRange).toEqual({ hasDefaultLimits: true, hasDefaultRequests: false });
  expect(named('Service')?.service).toMatchObject({ ports: [{ port: { value: '8000' } }] });
  const entries = (kind: string) => named(kind)?.entries.map(({ name, value }) => [name.value, value?.value]);
  expect(entries('ConfigMap')).toEqual([['LEVEL', 'info']]);
  expect(entries('Secret')).toEqual([
    ['token', undefined],
    ['plain', 'changeme'],
  ]);
});

test('a kustomization tells which files are only parts', () => {
  const text = new SourceText('resources: [deployment.yaml]\npatches:\n  - path: limits.yaml\n');
  expect(readArtifact('yaml', text, 'deploy/kustomization.yaml').artifact?.model).toMatchObject({
    objects: [],
    kustomization: { resources: [{ value: 'deployment.yaml' }], patches: [{ value: 'limits.yaml' }] },
  });
});

const TEMPLATE = 'is a template, so its output is unknown';

test('templates are told and left alone, Go templates in texts are texts', () => {
  const read = (content: string) => readArtifact('yaml', new SourceText(content), 'chart/templates/a.yaml');
  expect(() => readFixture('kubernetes', 'kubernetes/helm.yaml', 'yaml')).toThrow('was read as undefined');
  const head = 'apiVersion: v1\nkind: ConfigMap\n';
  const helm = read(`${head}metadata:\n  name: {{ .Release.Name }}\n`);
  expect(helm.artifact).toBeUndefined();
  expect(helm.problems).toEqual([{ message: TEMPLATE, span: { start: 49, end: 68 } }]);
  expect(read(`{{- if .x }}\n${head}{{- end }}\n`).problems.map(({ message }) => message)).toEqual([TEMPLATE]);
  expect(read(`${head}data:\n  name: a # {{ .Release.Name }}\n`).artifact?.kind).toBe('kubernetes');
  const listed = 'data:\n  - rules: |\n      {{ range . }}\n    other: {{ .x }}\n';
  expect(read(head + listed).problems.map(({ message }) => message)).toEqual([TEMPLATE]);
  const texts = read(`${head}data:\n  rules: |\n    {{ range . }}\n    {{ $labels.job }}\n  other: "{{ $value }}"\n`);
  expect(texts.problems).toEqual([]);
  expect(texts.artifact?.kind).toBe('kubernetes');
});
