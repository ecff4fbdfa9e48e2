/** The fixtures of a plug-in as cases that any runner can call. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Notice } from '../findings/index.ts';
import type { RegisteredRule } from '../kit/index.ts';
import type { Plugin } from '../kit/plugin/define-plugin.ts';
import { listFixtures, readExample, readFixture } from './fixtures/fixture.ts';
import { findMismatches } from './fixtures/mismatches.ts';
import { scanFixture } from './fixtures/scan-fixture.ts';
import { registeredRules } from './registered-rules.ts';

/** One thing that has to hold. `run` throws where it does not, and says why. */
export interface TestCase {
  readonly name: string;
  run(): Promise<void>;
}

/**
 * What has to hold of each rule of a plug-in: its fixtures, in `folder/<rule>/`, are reported as their comments say (`# expect: rule
 * "part of the message"`, both ways; a file that begins with `clean` has none), and of the examples in its documentation the bad one
 * fires once, the good one never.
 */
export function fixtureCases(plugin: Plugin, folder: string | URL): readonly TestCase[] {
  const root = typeof folder === 'string' ? folder : fileURLToPath(folder);
  return registeredRules(plugin).flatMap((registered) => [
    ...casesOf(registered, join(root, registered.name)),
    { name: `${registered.name}: its documentation`, run: () => checkExamples(registered) },
  ]);
}

function casesOf(registered: RegisteredRule, folder: string): TestCase[] {
  const names = listFixtures(folder);
  const missing = ['flagged', 'clean'].filter((kind) => !names.some((name) => name.startsWith(kind)));
  return [
    ...names.map((name) => ({
      name: `${registered.name}: ${name}`,
      run: () => checkFixture(registered, name, join(folder, name)),
    })),
    ...missing.map((kind) => ({
      name: `${registered.name}: has a fixture ${kind}…`,
      run: () =>
        Promise.reject(new Error(`there is no fixture ${kind}….py, and no folder of such a name, in ${folder}`)),
    })),
  ];
}

async function checkFixture(registered: RegisteredRule, name: string, place: string): Promise<void> {
  const fixture = readFixture(place);
  const isFlagged = name.startsWith('flagged');
  if (isFlagged !== fixture.expected.length > 0) {
    throw new Error(
      isFlagged ? 'no comment in it says `# expect:`' : 'it is called clean, and a comment says `# expect:`',
    );
  }
  const { findings, notices } = await scanFixture(fixture, registered);
  refuse([...readIssues(notices), ...findMismatches(fixture, findings)]);
}

async function checkExamples(registered: RegisteredRule): Promise<void> {
  const { bad, good } = registered.rule.docs;
  const scanned = await scanFixture(readExample(bad), registered);
  const silent = await scanFixture(readExample(good), registered);
  const count = scanned.findings.length;
  refuse([
    ...readIssues([...scanned.notices, ...silent.notices]),
    ...(count === 1 ? [] : [`\`docs.bad\` has ${count} findings, and should have one`]),
    ...silent.findings.map(
      ({ message, location }) => `\`docs.good\` has a finding in line ${location.line}: ${message}`,
    ),
  ]);
}

/** A fixture that was not read whole is no fixture. */
const readIssues = (notices: readonly Notice[]): string[] =>
  notices.map(({ path, line, message }) => [path, line, message].filter((part) => part !== undefined).join(':'));

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
