import { describe, expect, test } from 'vitest';
import { hasAsyncTwin } from '../../rules/concurrency/blocking-backoff/async-twin.ts';
import { hasOwnLoop } from '../../rules/concurrency/blocking-call-in-async/shared-loop.ts';
import { isCoroutine } from '../../rules/concurrency/coroutine-never-awaited/is-coroutine.ts';
import type {
  Answer,
  LocatedClass,
  ProjectModel,
  Question,
  ReachEntry,
  Resolution,
  Signature,
  Target,
} from '../../src/project/index.ts';
import { type Expectation, readScenarios } from './scenarios.ts';

const scenarios = await readScenarios();

describe.each(scenarios)('$name', ({ project, expectations }) => {
  test('answers as its comments say', () => {
    expect(expectations.length).toBeGreaterThan(0);
    const wrong = expectations.flatMap((expectation) => {
      const { module, line, question, argument, answer } = expectation;
      const given = answerTo(project, expectation);
      return given === answer ? [] : [`${module.path}:${line} ${question}[${argument}]: ${given}, not ${answer}`];
    });
    expect(wrong).toEqual([]);
  });
});

function answerTo(project: ProjectModel, expectation: Expectation): string {
  const { module, line, question, argument } = expectation;
  switch (question) {
    case 'import': {
      const imported = module.imports.find(({ place }) => place.line === line);
      return imported === undefined ? 'no import' : showResolution(project.resolveImport(imported, module));
    }
    case 'use':
      return project.useOf(module) ?? 'none';
    case 'resolves':
      return showResolution(project.resolve(argument, module));
    case 'follows':
      return showTarget(project.follow(argument, module));
    case 'signature':
      return showSignature(project.signatureOf(project.follow(argument, module)));
    case 'line':
      return project.lineOf(classOn(expectation)).map(showAncestor).join(' ');
    case 'derived':
      return project.derivedFrom(classOn(expectation)).map(showAncestor).join(' ') || 'none';
    default:
      return showAnswer(answer(project, expectation), expectation.answer.includes(' at '));
  }
}

/** Those of rules are answered where the rules are. */
function answer(project: ProjectModel, expectation: Expectation): Answer {
  const { module, question, argument } = expectation;
  const subject = () => argument || definedOn(expectation);
  if (question === 'alone-on-loop') return hasOwnLoop.answer({ function: subject() }, project);
  if (question === 'has-async-twin') return hasAsyncTwin.answer({ class: subject() }, project);
  if (question === 'is-coroutine') return isCoroutine(subject(), module.path, project);
  return project.answer(questionOf(expectation));
}

function questionOf(expectation: Expectation): Question {
  const { question: kind, argument } = expectation;
  const subject = () => argument || definedOn(expectation);
  switch (kind) {
    case 'runs-in-threads':
    case 'called-from-async':
    case 'blocks':
      return { kind, function: subject() };
    case 'reached-from':
      // The brackets of fixtures hold nothing but entries.
      return { kind, function: definedOn(expectation), entries: argument.split(' ') as ReachEntry[] };
    case 'long-lived':
    case 'is-stateful-class':
      return { kind, class: subject() };
    case 'calls-any':
      return { kind, function: definedOn(expectation), names: argument.split(' ') };
    case 'is-service':
      return { kind };
    case 'given-untrusted-input': {
      const [parameter = '', position = '0', as] = argument.split(' ');
      const of = { function: definedOn(expectation), parameter, position: Number(position) };
      if (as === 'host') return { kind, ...of, asHost: true };
      return { kind, ...of, ...(as !== undefined && { asPath: as === 'alone' ? 'alone' : 'joined' }) };
    }
    case 'is-imported':
    case 'is-packaged':
      return { kind, module: argument };
    case 'attribute-read': {
      const [attribute = '', around] = argument.split(' ');
      return { kind, attribute, ...(around !== undefined && { around }) };
    }
    case 'attribute-stored':
      return { kind, attribute: argument };
    case 'allows-version-below':
    case 'allows-version-from': {
      const [distribution = '', version = ''] = argument.split(' ');
      return { kind, distribution, version, from: expectation.module.path };
    }
    default:
      throw new Error(`there is no question \`${kind}\``);
  }
}

function definedOn({ module, line }: Expectation): string {
  const defined = [...module.functions, ...module.classes].find(({ place }) => place.line === line);
  if (defined === undefined) throw new Error(`nothing is defined at ${module.path}:${line}`);
  return defined.qualifiedName;
}

function classOn({ module, line }: Expectation): LocatedClass {
  const found = module.classes.find(({ place }) => place.line === line);
  if (found === undefined) throw new Error(`no class is defined at ${module.path}:${line}`);
  return { module, class: found };
}

function showAnswer({ verdict, evidence: [first] }: Answer, withPlace: boolean): string {
  return withPlace && first !== undefined ? `${verdict} at ${first.path}:${first.line}` : verdict;
}

function showResolution(resolution: Resolution): string {
  switch (resolution.kind) {
    case 'module':
      return `module ${resolution.module.path}`;
    case 'function':
      return `function ${resolution.module.path} ${localName(resolution.function, resolution.module)}`;
    case 'class':
      return `class ${resolution.module.path} ${localName(resolution.class, resolution.module)}`;
    case 'name':
      return `name ${resolution.module.path} ${resolution.name}`;
    case 'missing':
      return `missing ${resolution.isModule ? 'module ' : ''}${resolution.name}`;
    case 'unknown':
      return 'unknown';
  }
}

function showTarget(target: Target): string {
  switch (target.kind) {
    case 'function':
      return `function ${target.module.path} ${localName(target.function, target.module)}${target.isBound ? ' bound' : ''}`;
    case 'coroutine':
      return `coroutine ${target.module.path} ${localName(target.function, target.module)}`;
    case 'class':
    case 'object':
      return `${target.kind} ${target.module.path} ${localName(target.class, target.module)}`;
    case 'unknown':
      return 'unknown';
  }
}

const showAncestor = (ancestor: LocatedClass | string): string =>
  typeof ancestor === 'string' ? ancestor : (ancestor.class.qualifiedName.split('.').at(-1) ?? '');

/** As Python writes it: `(order, count=, *, notify=)`. */
function showSignature(signature: Signature | undefined): string {
  if (signature === undefined) return 'none';
  const { parameters, takesMore, isUnbound } = signature;
  const firstByKeyword = parameters.findIndex(({ kind }) => kind === 'keyword-only');
  const hasStar = parameters.some(({ kind }) => kind === 'var-positional');
  const shown = parameters.flatMap(({ name, kind, hasDefault }, index) => {
    const stars = kind === 'var-positional' ? '*' : kind === 'var-keyword' ? '**' : '';
    const own = `${stars}${name}${hasDefault && stars === '' ? '=' : ''}`;
    return index === firstByKeyword && !hasStar ? ['*', own] : [own];
  });
  return `${isUnbound === true ? 'unbound ' : ''}${takesMore ? 'more ' : ''}(${shown.join(', ')})`;
}

function localName({ qualifiedName }: { qualifiedName: string }, { module }: { module: string }): string {
  return qualifiedName.slice(module === '' ? 0 : module.length + 1);
}
