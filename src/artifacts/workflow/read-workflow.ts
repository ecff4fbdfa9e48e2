import type { Located, SourceText } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import type { NamedValue } from '../yaml/named-value.ts';
import { namedValuesOf } from '../yaml/named-values.ts';
import {
  booleanAt,
  entriesOf,
  itemsOf,
  keyOf,
  keysOf,
  namesOf,
  textAt,
  textOf,
  textsAt,
  textsOf,
  valueAt,
} from '../yaml/queries.ts';
import { readingOf, readYaml } from '../yaml/read-yaml.ts';
import type { YamlEntry, YamlNode } from '../yaml/yaml-node.ts';
import { commentsByStep, NO_DEFAULTS, type RunDefaults, readSteps, runDefaults, type StepComments } from './steps.ts';
import type {
  Action,
  Workflow,
  WorkflowEvent,
  WorkflowJob,
  WorkflowMatrixAxis,
  WorkflowPermissions,
} from './workflow.ts';

export function readWorkflow(text: SourceText): Reading<Workflow> {
  const yaml = readYaml(text);
  const commentsIn = commentsByStep(yaml.comments, text);
  return readingOf(yaml, ([root]) => {
    const jobs = valueAt(root, 'jobs');
    if (root === undefined || jobs?.kind !== 'map') return undefined;
    const defaults = runDefaults(root, NO_DEFAULTS);
    const on = valueAt(root, 'on');
    const cancels = booleanAt(root, 'concurrency', 'cancel-in-progress');
    return {
      name: textAt(root, 'name'),
      events: events(on),
      ...(on?.kind === 'list' && on.items.length === 0 && { isSwitchedOff: true as const }),
      environment: namedValuesOf(valueAt(root, 'env')),
      permissions: permissions(valueAt(root, 'permissions')),
      jobs: entriesOf(jobs).map((entry) => job(entry, runDefaults(entry.value, defaults), commentsIn)),
      ...(cancels?.value === true && { cancelsRuns: cancels }),
      outputs: valuesOfOutputs(valueAt(on, 'workflow_call', 'outputs')),
    };
  });
}

export function readAction(text: SourceText): Reading<Action> {
  const yaml = readYaml(text);
  const commentsIn = commentsByStep(yaml.comments, text);
  return readingOf(yaml, ([root]) => {
    const runs = valueAt(root, 'runs');
    const using = textAt(runs, 'using');
    if (using === undefined) return undefined;
    return {
      name: textAt(root, 'name'),
      inputs: keysOf(valueAt(root, 'inputs')),
      outputs: valuesOfOutputs(valueAt(root, 'outputs')),
      using,
      steps: readSteps(valueAt(runs, 'steps'), NO_DEFAULTS, commentsIn),
      image: textAt(runs, 'image'),
      scripts: ['pre', 'main', 'post'].flatMap((key) => textAt(runs, key) ?? []),
    };
  });
}

/** `on: push`, `on: [push, pull_request]`, or a map with filters. */
function events(node: YamlNode | undefined): readonly WorkflowEvent[] {
  if (node?.kind === 'map') return entriesOf(node).map(event);
  const anyOf = { branches: [], branchesIgnored: [], tags: [], tagsIgnored: [], types: [], paths: [], crons: [] };
  return textsOf(node).map((name) => ({ name, ...anyOf }));
}

function event(entry: YamlEntry): WorkflowEvent {
  const { value } = entry;
  return {
    name: keyOf(entry),
    branches: textsAt(value, 'branches'),
    branchesIgnored: textsAt(value, 'branches-ignore'),
    tags: textsAt(value, 'tags'),
    tagsIgnored: textsAt(value, 'tags-ignore'),
    types: textsAt(value, 'types'),
    paths: [...textsAt(value, 'paths'), ...textsAt(value, 'paths-ignore')],
    crons: value.kind === 'list' ? value.items.flatMap((each) => textAt(each, 'cron') ?? []) : [],
  };
}

/** `name: { value: … }`, of a reusable workflow or a composite action. */
const valuesOfOutputs = (node: YamlNode | undefined): readonly NamedValue[] =>
  entriesOf(node).map((entry) => ({ name: keyOf(entry), value: textAt(entry.value, 'value'), span: entry.span }));

function job(entry: YamlEntry, defaults: RunDefaults, commentsIn: StepComments): WorkflowJob {
  const { value: node } = entry;
  const runsOn = runners(valueAt(node, 'runs-on'));
  const isWindows = runsOn.some(({ value }) => /^windows/i.test(value));
  const container = valueAt(node, 'container');
  return {
    id: keyOf(entry),
    name: textAt(node, 'name'),
    span: entry.span,
    needs: textsAt(node, 'needs'),
    runsOn,
    condition: textAt(node, 'if'),
    permissions: permissions(valueAt(node, 'permissions')),
    continueOnError: textAt(node, 'continue-on-error'),
    environment: namedValuesOf(valueAt(node, 'env')),
    matrix: axes(valueAt(node, 'strategy', 'matrix')),
    container: textOf(container) ?? textAt(container, 'image'),
    services: entriesOf(valueAt(node, 'services')).map((each) => ({
      name: keyOf(each),
      image: textAt(each.value, 'image'),
    })),
    uses: textAt(node, 'uses'),
    inputs: namedValuesOf(valueAt(node, 'with')),
    outputs: namedValuesOf(valueAt(node, 'outputs')),
    allSecrets: textAt(node, 'secrets'),
    steps: readSteps(valueAt(node, 'steps'), { ...defaults, isWindows }, commentsIn),
  };
}

/** `write-all`, or a map of scopes; an empty map gives nothing. */
function permissions(node: YamlNode | undefined): WorkflowPermissions | undefined {
  return node === undefined ? undefined : { all: textOf(node), scopes: namedValuesOf(node) };
}

/** A label, several, or a group with labels. */
function runners(node: YamlNode | undefined): WorkflowJob['runsOn'] {
  return node?.kind === 'map' ? textsAt(node, 'labels') : namesOf(node);
}

/**
 * The axes as written, with what `include` adds to them; one that an expression makes stays without values. What a value that is
 * a map says has its own: `matrix.task.run`.
 */
function axes(matrix: YamlNode | undefined): readonly WorkflowMatrixAxis[] {
  const found = entriesOf(matrix)
    .filter((entry) => !AXIS_CHANGES.has(keyOf(entry).value))
    .map((entry) => ({ name: keyOf(entry), values: axisValues(entry.value) }));
  // What an expression adds may have any values.
  const include = valueAt(matrix, 'include');
  if (include?.kind === 'scalar') return found.map((axis) => ({ ...axis, mayHaveOthers: true as const }));
  const open = new Set(found.flatMap(({ name, values }) => (values.length === 0 ? [name.value] : [])));
  const add = ({ name, values }: WorkflowMatrixAxis): void => {
    const known = found.find((each) => each.name.value === name.value);
    if (known === undefined) found.push({ name, values });
    else if (!open.has(name.value)) known.values = [...known.values, ...values];
  };
  for (const entry of entriesOf(matrix))
    if (!AXIS_CHANGES.has(keyOf(entry).value))
      for (const item of itemsOf(entry.value)) if (item.kind === 'map') valuesBelow(keyOf(entry), item).forEach(add);
  for (const entry of itemsOf(valueAt(matrix, 'include')).flatMap(entriesOf))
    valuesBelow(keyOf(entry), entry.value).forEach(add);
  if (include !== undefined) return found.map((axis) => ({ ...axis, mayBeAbsent: true as const }));
  return found;
}

/** Each value in a map under its dotted name; of anything else the values themselves. */
function valuesBelow(name: Located<string>, node: YamlNode): WorkflowMatrixAxis[] {
  if (node.kind !== 'map') return [{ name, values: textsOf(node) }];
  return entriesOf(node).flatMap((entry) => {
    const { value, span } = keyOf(entry);
    return valuesBelow({ value: `${name.value}.${value}`, span }, entry.value);
  });
}

const AXIS_CHANGES: ReadonlySet<string> = new Set(['include', 'exclude']);

const axisValues = (node: YamlNode): readonly Located<string>[] => (node.kind === 'list' ? textsOf(node) : []);
