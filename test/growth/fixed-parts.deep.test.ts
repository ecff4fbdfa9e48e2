/**
 * Parts of a scan that once took the square of what is written, but beside all else that a scan does so little of it that the time
 * of a whole scan does not show it.
 */
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { constructCases } from './construct-cases.ts';
import { KNOWN_CASES } from './known-cases.ts';
import { measureGrowth } from './measure-growth.ts';
import { QUERY_CASES } from './query-cases.ts';

it.each([
  ['reads of requests that are compared in constant time', 'credential-in-query'],
  ['a table of many texts', 'hardcoded-secret'],
  ['entries of one object that are set in a function', 'incomplete-cache-key'],
  ['handlers that call their error alike', 'unbound-name'],
  ['a name of a module that is bound and given again and again', 'missing-member'],
  ['a Dockerfile that ignores many failures', 'docker-ignored-failure'],
  ['a Dockerfile that ignores many failures', 'project'],
  ['a Dockerfile that ignores many failures', 'unpinned-requirement'],
  ['JoinedStr nested', 'storage-key-rejected'],
  ['distributions that are made alike', 'orphan-module'],
  ['routes of one application', 'shadowed-route'],
  ['handlers that read the request by a key', 'input-accepted-but-unused'],
  ['one table that is made and filled again and again', 'path-from-client'],
  ['a Dockerfile that installs from many lists', 'ci-dependency-unlocked'],
  ['a Dockerfile that installs from many lists', 'requirements-drift'],
  ['a Dockerfile that installs from many lists', 'unpinned-requirement'],
  ['threads that count one number', 'unlocked-shared-counter'],
  ['comprehensions whose results nobody uses', 'lost-step'],
  ['requests of one session', 'request-without-timeout'],
  ['imports that may fail', 'import-fallback-mock'],
  ['items of one with', 'retry-of-swallower'],
])('%s: %s takes no longer than they are long', async (name, part) => {
  const [found] = [...KNOWN_CASES, ...QUERY_CASES, ...constructCases()].filter((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no case "${name}"`);
  // A phase is that of a scan with all rules; a rule is measured alone, which takes a tenth of the time.
  const alone = rules.filter((rule) => rule.name === part);
  const { parts } = await measureGrowth(found, alone.length === 0 ? rules : alone);
  expect(parts.filter((each) => each.part === part)).toEqual([]);
});
