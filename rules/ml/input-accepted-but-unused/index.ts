import { nodesOf } from '#ast';
import { defineProjectRule, factsOfKind, NOT_PRODUCTION, type ProjectProblem, unpackPlace } from '#kit';
import type { ProjectModel } from '#project';
import { attributesReadIn, classesCompared, classesNamed } from '../_shared/field-reads.ts';
import { inputsOfClass, variablesRead } from '../_shared/input-fields.ts';
import { type Deaf, deafTaker, type Fact, factsOfFunction } from './function-facts.ts';
import { optionsGiven, uselessOptions } from './options-given.ts';
import { unreadFieldProblems } from './unread-fields.ts';
import { unreadParameterProblems } from './unread-pipeline-parameters.ts';
import { wholeReads } from './whole-reads.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'unused input: accepted but never read',
    why: 'Setting the input raises no error but has no effect. Results may be interpreted as if the setting had been applied.',
    remedy: 'Pass the value to the code that needs it, or stop accepting it',
    harm: 'misleads',
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

function unreadParameter(
  fact: Extract<Fact, { kind: 'route' }>,
  path: string,
  deaf: ReadonlyMap<string, Deaf>,
  project: ProjectModel,
): ProjectProblem | undefined {
  const to = fact.handed.map((handed) => deafTaker(handed, path, deaf, project));
  if (to.includes(undefined)) return undefined;
  const echoed = fact.isEchoed === true ? '; the response only echoes it' : '';
  const what = to[0] === undefined ? 'but never reads it' : `but passes it only to \`${to[0]}\`, which never reads it`;
  return {
    at: { path, ...unpackPlace(fact.place) },
    message: `unused input: \`${fact.route}\` accepts \`${fact.parameter}\` from the client ${what}${echoed}`,
    ...(fact.declared !== undefined && {
      related: [{ path, ...unpackPlace(fact.declared), message: 'the field is declared here' }],
    }),
    cause: 'inputs',
    key: `${fact.route} ${fact.parameter}`,
  };
}
