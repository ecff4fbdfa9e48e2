import { defineProjectRule, factsOfKind, NOT_PRODUCTION, unpackPlace } from '#kit';
import { CLIENT_ERRORS } from '#knowledge/client-errors';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { type Answering, answeringIn } from './answering.ts';
import { type Raising, raisingIn } from './raising.ts';

export default defineProjectRule<Raising | Answering>({
  docs: {
    summary: 'invalid input answered with 500: unhandled exception for a client error',
    why: 'The client does not learn what is wrong with its request and retries it, and monitoring counts a failure of the server. Anyone can fill the error log and raise false alarms.',
    remedy:
      'Declare the type of the field or parameter so that the framework validates it, or catch the exception and answer 400 or 422',
    harm: 'misleads',
    severity: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [248, 755],
    origin: [{ document: 'Field report 2', finding: '131' }],
    bad: 'from flask import Flask, request\n\nfrom shop import find\n\napp = Flask(__name__)\n\n\n@app.get("/orders")\ndef orders():\n    page = int(request.args.get("page", "1"))\n    return find(page)\n',
    good: 'from flask import Flask, request\n\nfrom shop import find\n\napp = Flask(__name__)\n\n\n@app.get("/orders")\ndef orders():\n    page = request.args.get("page", 1, type=int)\n    return find(page)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...raisingIn(file), ...answeringIn(file)],
  check(project, ctx) {
    const answering = factsOfKind(ctx.facts, 'answering');
    const forAll = answering.filter(({ fact }) => fact.function === undefined);
    const reported = new Set<string>();
    for (const { path, fact } of factsOfKind(ctx.facts, 'raising')) {
      const exception = fact.exception ?? exceptionOfClass(fact.made ?? '', path, project);
      if (exception === undefined || reported.has(fact.function)) continue;
      const module = project.moduleByPath(path);
      if (module === undefined) continue;
      const wrapping = fact.decorators.flatMap((name) => functionOf(name, module, project));
      const isManaged = fact.managers.some((name) => /^(?:function|class)$/.test(project.resolve(name, module).kind));
      // What a decorator does that is not seen is not known.
      if (wrapping.includes('?') || isManaged) continue;
      const around = wrapping.map((name) => answering.find(({ fact: each }) => each.function === name));
      const statuses = [...around, ...forAll].flatMap(
        (each) => each?.fact.answers.find(([name]) => name === exception)?.[1] ?? [],
      );
      if (statuses.some((status) => status < 500)) continue;
      reported.add(fact.function);
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `client error as 500: \`${fact.shown}\` in \`${fact.name}\` raises \`${exception.slice(exception.lastIndexOf('.') + 1)}\` for invalid input, and nothing answers it with a 4xx`,
        cause: path,
        key: fact.function,
      });
    }
  },
});

/** Of the project, `?` where it is not seen; nothing for one of a library, which catches nothing. */
function functionOf(name: string, module: ModuleSummary, project: ProjectModel): readonly string[] {
  if (name === '?') return [name];
  const found = project.resolve(name, module);
  if (found.kind === 'function') return [found.function.qualifiedName];
  return project.resolve(name.split('.', 1)[0] ?? '', module).kind === 'unknown' ? [] : ['?'];
}

/** Of the project by name: an enumeration, a model of pydantic or a schema of marshmallow. */
function exceptionOfClass(made: string, path: string, project: ProjectModel): string | undefined {
  const how = /^(?:=|\*\*|\.)/.exec(made)?.[0] ?? '';
  const module = project.moduleByPath(path);
  const found = module && project.follow(made.slice(how.length), module);
  if (found?.kind !== 'class' && found?.kind !== 'object') return undefined;
  const bases = project.lineOf(found).filter((each) => typeof each === 'string');
  return CLIENT_ERRORS.find(({ base, by }) => by === how && bases.some((each) => base.test(each)))?.exception;
}
