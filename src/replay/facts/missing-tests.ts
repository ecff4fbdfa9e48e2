import type { AnchoredClaim } from '../anchor-claim.ts';
import { codeNames, codesIn } from '../code-names.ts';
import { SAYS_NO_TESTS, SAYS_ONLY_SO } from '../reading/words/concept-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { RepositoryCode } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile } from './audited-code.ts';
import { endedFact, presentFact } from './present-fact.ts';

/** The title says that something has no tests, or the heading of a list that names it: no file of tests has its name, or there are no tests at all. */
export function missingTests(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { title, section } = anchored.claim;
  const isListed = NAMED.test(title) && SAYS_NO_TESTS.test(section.at(-1) ?? '');
  if (!isListed && !SAYS_NO_TESTS.test(title)) return undefined;
  const { code } = ground;
  const tests = [...code.paths].filter(isTest);
  const said = [...codeNames({ names: codesIn(title) }), ...(isListed ? [] : anchored.files.map(stemOf))].filter(
    (name) => name.length >= LEAST && !COMMON.has(name),
  );
  // What an operator calls is tested by tests that do not name it.
  if (said.some((name) => /(?:^|\.)__\w+__$/.test(name))) return undefined;
  // It says itself that there are some.
  const isSome = SAYS_ONLY_SO.test(title);
  if (tests.length === 0) return presentFact(anchored, 'no file of the repository is called as tests are', []);
  const names = [...new Set(said)].filter((name) => !tests.some((path) => stemOf(path) === name));
  if (names.length === 0) return undefined;
  const modules = new Set(anchored.files.map(stemOf));
  const tested = names.flatMap((name) => testOf(name, tests, code) ?? []);
  if (tested.length === 0) {
    const told = names.map((name) => `\`${name}\``).join(', ');
    return presentFact(anchored, `none of ${tests.length} files of tests speaks of ${told}`, []);
  }
  const [first] = tested;
  if (first === undefined || tested.length < names.length || isSome) return undefined;
  // Settings may be called as a module is.
  if (names.some((name) => modules.has(name) && !testOf(name, tests, code, true))) return undefined;
  if (ground.past?.audited === undefined || tested.some((path) => auditedFile(path, ground) !== undefined))
    return undefined;
  const evidence = [{ message: 'a test of it', path: first, line: 1 }];
  return endedFact(`\`${first}\` came after the document was written`, evidence, undefined);
}

/** What begins with code is about it. */
const NAMED = /^`[^`]{4,80}`/;

/** By the names of its folders, or its own. */
export function isTest(path: string): boolean {
  const folders = path.toLowerCase().split('/');
  const name = folders.pop() ?? '';
  if (!/\.(?:py|[jt]sx?)$/.test(name) || name === '__init__.py' || name === 'conftest.py') return false;
  if (folders.some((folder) => FOLDERS.has(folder))) return true;
  return /^tests?[_.]/.test(name) || /(?:_test\.py|\.(?:test|spec)\.[jt]sx?)$/.test(name);
}

const FOLDERS: ReadonlySet<string> = new Set(['test', 'tests', 'testing', 'spec']);

const stemOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');

/** Shorter names, and what many modules are called, stand in tests of something else. */
const LEAST = 4;
const COMMON: ReadonlySet<string> = new Set('main init __init__ test tests'.split(' '));

/** A file of tests that has the name as a part of its own, or within one; of a module, where it is imported. */
function testOf(name: string, tests: readonly string[], code: RepositoryCode, isModule = false): string | undefined {
  const last = name.split('.').at(-1) ?? name;
  const isNamed = (path: string): boolean =>
    (code.file(path)?.text.content ?? '')
      .split('\n')
      .some((line) => line.includes(last) && (!isModule || /^\s*(?:from|import)\s/.test(line)));
  return tests.find((path) => path.includes(last)) ?? tests.find(isNamed);
}
