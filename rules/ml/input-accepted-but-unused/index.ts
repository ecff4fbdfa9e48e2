import { type Def, decoratorsOf, nodesOf, type Parameter, parametersOf } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  type ProjectProblem,
  packPlace,
  unpackPlace,
} from '#kit';
import { fillsParameters, isFromClient, isInPath } from '#kit/web';
import type { ProjectModel } from '#project';
import { hasDemandedSignature, isIdle } from '#semantics/context/idle-function';
import { type Handed, handedTo, positionalNames } from '#semantics/effects/handed-on';
import { bodyGiven, type FieldHandedOn, fieldsHandedOn } from '../_shared/body-fields.ts';
import { attributesReadIn, classesCompared, classesNamed } from '../_shared/field-reads.ts';
import { type InputClass, inputsOfClass, variablesRead } from '../_shared/input-fields.ts';
import { keyedInputsHandedOn } from '../_shared/keyed-input.ts';
import {
  type OptionsGiven,
  optionsGiven,
  readingsOf,
  type UnreadOptions,
  unreadOptions,
  uselessOptions,
} from './options-given.ts';
import { unreadFieldProblems } from './unread-fields.ts';
import { unreadParameterProblems } from './unread-pipeline-parameters.ts';
import { type HandedWhole, type WholeRead, wholeReads } from './whole-reads.ts';

type Fact =
  /** Parameters that a function never reads. */
  | {
      readonly kind: 'deaf';
      readonly function: string;
      readonly names: readonly string[];
      readonly all: readonly string[];
    }
  | ({ readonly kind: 'options' } & UnreadOptions & { readonly function: string })
  | ({ readonly kind: 'given' } & OptionsGiven)
  /** A parameter of a route that is read nowhere, or only handed on. */
  | (Partial<Pick<FieldHandedOn, 'declared' | 'isEchoed'>> & {
      readonly kind: 'route';
      readonly route: string;
      readonly parameter: string;
      readonly place: PackedPlace;
      readonly handed: readonly Handed[];
    })
  /** A variable of the environment that is read outside of fields. */
  | { readonly kind: 'environment'; readonly variable: string }
  /** A class that a client fills, or whose objects are compared whole. */
  | { readonly kind: 'body'; readonly class: string }
  | { readonly kind: 'compared'; readonly class: string }
  | WholeRead
  | HandedWhole
  | (InputClass & { readonly kind: 'fields' });

export default defineProjectRule<Fact>({
  docs: {
    summary: 'input that is accepted and never used',
    why: 'Whoever sets it gets no error, and the setting has no effect. Results may then be read as if it had been applied.',
    remedy: 'Pass the value to the code that it is meant for, or stop accepting it.',
    harm: 'lies',
    severity: 'P3',
    precision: 'low',
    measured: {
      read: 111,
      right: 108,
      on: 'TenSafe, khoj, keep, langflow, EasyMLOps, fastapi-hft-engine, agentrag and 29 more',
    },
    since: '0.1.0',
    cwe: [1164],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.5' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '2.1' },
    ],
    bad: 'from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/orders")\ndef list_orders(customer: str, limit: int = 20):\n    return find_orders(customer)\n',
    good: 'from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/orders")\ndef list_orders(customer: str, limit: int = 20):\n    return find_orders(customer)[:limit]\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  needs: ['artifacts', 'texts'],
  facts(file) {
    const functions = [...nodesOf(file.module, 'FunctionDef'), ...nodesOf(file.module, 'AsyncFunctionDef')];
    return [
      ...optionsGiven(file).map((each): Fact => ({ kind: 'given', ...each })),
      ...functions.flatMap((fn) => factsOfFunction(fn, file)),
      ...nodesOf(file.module, 'ClassDef').flatMap((definition): Fact[] => inputsOfClass(definition, file)),
      ...classesCompared(file).map((each): Fact => ({ kind: 'compared', class: each })),
      ...wholeReads(file),
      ...variablesRead(file).map((variable) => ({ kind: 'environment' as const, variable })),
    ];
  },
  check(project, ctx) {
    const deaf = new Map<string, Deaf>();
    for (const { path, fact } of ctx.facts) if (fact.kind === 'deaf') deaf.set(`${path} ${fact.function}`, fact);
    for (const { path, fact } of ctx.facts) {
      const problem = fact.kind === 'route' ? unreadParameter(fact, path, deaf, project) : undefined;
      // A template is code only once it is filled in: half of what it reads cannot be seen.
      if (problem !== undefined && !path.includes('{{')) ctx.report(problem);
    }
    const reads = attributesReadIn(project);
    const fields = unreadFieldProblems(
      {
        classes: factsOfKind(ctx.facts, 'fields').filter(({ path }) => !path.includes('{{')),
        bodies: classesNamed(factsOfKind(ctx.facts, 'body'), project),
        compared: classesNamed(factsOfKind(ctx.facts, 'compared'), project),
        wholes: factsOfKind(ctx.facts, 'whole'),
        handed: factsOfKind(ctx.facts, 'handed-whole'),
        variables: new Set(factsOfKind(ctx.facts, 'environment').map(({ fact }) => fact.variable)),
      },
      reads,
      project,
    );
    const [options, given] = [factsOfKind(ctx.facts, 'options'), factsOfKind(ctx.facts, 'given')];
    const useless = uselessOptions(options, given, reads, project);
    for (const problem of [...fields, ...useless, ...unreadParameterProblems(project)]) ctx.report(problem);
  },
});

type Deaf = Extract<Fact, { kind: 'deaf' }>;

function unreadParameter(
  fact: Extract<Fact, { kind: 'route' }>,
  path: string,
  deaf: ReadonlyMap<string, Deaf>,
  project: ProjectModel,
): ProjectProblem | undefined {
  const to = fact.handed.map((handed) => deafTaker(handed, path, deaf, project));
  if (to.includes(undefined)) return undefined;
  const echoed = fact.isEchoed === true ? '; the answer only shows it again' : '';
  const what = to[0] === undefined ? 'and never reads it' : `and hands it to \`${to[0]}\`, which never reads it`;
  return {
    at: { path, ...unpackPlace(fact.place) },
    message: `\`${fact.route}\` takes \`${fact.parameter}\` from its client ${what}${echoed}`,
    ...(fact.declared !== undefined && {
      related: [{ path, ...unpackPlace(fact.declared), message: 'the field is declared here' }],
    }),
    cause: 'inputs',
    key: `${fact.route} ${fact.parameter}`,
  };
}

function factsOfFunction(fn: Def, file: FactsContext): Fact[] {
  const parameters = parametersOf(fn).filter(({ name, kind }) => !name.startsWith('_') && !kind.startsWith('var-'));
  const readings = (parameter: Parameter) => readingsOf(parameter, fn, file);
  const unread = parameters.filter((parameter) => readings(parameter)?.length === 0).map(({ name }) => name);
  const route = file.context.routeOf(fn);
  if ((unread.length === 0 && route === undefined && fn.name !== '__init__') || isIdle(fn, file)) return [];
  const facts = deafFacts(fn, unread, unreadOptions(fn, parameters, readings, file), file);
  if (route === undefined) return facts;
  for (const input of keyedInputsHandedOn(fn, file)) facts.push({ kind: 'route', route: fn.name, ...input });
  if (!fillsParameters(route)) return facts;
  // What takes every path that is left takes it for nothing.
  if (decoratorsOf(fn).some(({ node }) => /:path\}|<path:/.test(file.text.slice(node)))) return facts;
  for (const parameter of parameters) {
    const body = bodyGiven(parameter, file);
    const fields = body === undefined ? [] : fieldsHandedOn(parameter, readings(parameter) ?? [], fn, file);
    if (body !== undefined) facts.push({ kind: 'body', class: body }, ...fields);
    const uses = readings(parameter);
    // Flask fills from the path alone; what else a view takes a decorator hands it.
    if (route.framework === 'flask' && route.path !== undefined && !isInPath(parameter.name, route.path)) continue;
    if (uses === undefined || !isFromClient(parameter, file)) continue;
    const handed = uses.flatMap((use) => handedTo(use, file) ?? []);
    if (handed.length < uses.length) continue;
    const place = packPlace(file, parameter.node);
    facts.push({ kind: 'route', route: fn.name, parameter: parameter.name, place, handed });
  }
  return facts;
}

function deafFacts(fn: Def, unread: string[], options: UnreadOptions, file: FactsContext): Fact[] {
  if ((unread.length === 0 && options.options.length === 0) || hasDemandedSignature(fn, file)) return [];
  const of = { function: file.names.fullNameOf(fn) };
  const deaf: Fact = { kind: 'deaf', ...of, names: unread, all: positionalNames(fn, file) };
  return [...(unread.length === 0 ? [] : [deaf]), { kind: 'options', ...of, ...options }];
}

/** The function that takes the value and never reads it. */
function deafTaker(
  { path, parameter }: Handed,
  from: string,
  deaf: ReadonlyMap<string, Deaf>,
  project: ProjectModel,
): string | undefined {
  const importer = project.moduleByPath(from);
  const target = importer === undefined ? undefined : project.follow(path, importer);
  if (target?.kind !== 'function') return undefined;
  const fact = deaf.get(`${target.module.path} ${target.function.qualifiedName}`);
  const name = typeof parameter === 'string' ? parameter : fact?.all[parameter];
  if (fact === undefined || name === undefined || !fact.names.includes(name)) return undefined;
  const isAlone = project.holdsForOverrides(
    target,
    (other) => other.kind === 'function' && deaf.has(`${other.module.path} ${other.function.qualifiedName}`),
  );
  return isAlone ? fact.function.slice(fact.function.lastIndexOf('.') + 1) : undefined;
}
