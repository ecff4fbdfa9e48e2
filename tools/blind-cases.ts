/**
 * `npm run blind-cases -- FOLDER… [--select RULE,…]`: how many defects are found that authors wrote down who know none of our rules.
 * Each folder has `expected.tsv` (`kind`, `case`, `path`, `line`, `why`), the cases as `<kind>/<case>`, and look-alikes that are fine as
 * `<kind>/ok…`; a kind is the name of a rule. Prints what strict misses, what is told of look-alikes, and the counts by rule.
 */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rules } from '../rules/index.ts';
import { groupBy } from '../src/collections/index.ts';
import { scan } from '../src/engine/index.ts';
import type { Finding, Profile } from '../src/findings/index.ts';
import { readOptions, runCommand, usageOf } from './command-line.ts';
import { cellOf, readTable } from './first-sight/table.ts';
import { REACH } from './replay/judge.ts';
import { optionsInProfile } from './strict-options.ts';

const usage = usageOf('npm run blind-cases -- FOLDER… [--select RULE,…]');

/** A defect in a case, and where a reviewer would put the comment. */
interface BlindCase {
  readonly kind: string;
  readonly name: string;
  readonly root: string;
  readonly path: string;
  readonly line: number;
  readonly why: string;
}

type Judged = BlindCase & { readonly isFound: Readonly<Record<Profile, boolean>> };

await runCommand(async () => {
  const { values, positionals: folders } = readOptions(process.argv.slice(2), { select: { type: 'string' } }, usage);
  if (folders.length === 0) throw usage('no folder is given');
  const selected = values.select?.split(',');
  const unknown = selected?.find((each) => rules.every(({ name }) => name !== each));
  if (unknown !== undefined) throw usage(`there is no rule \`${unknown}\``);
  const isWanted = (kind: string): boolean => selected === undefined || selected.includes(kind);
  for (const folder of folders.map((each) => resolve(each))) {
    const judged: Judged[] = [];
    for (const each of readCases(folder).filter(({ kind }) => isWanted(kind))) judged.push(await judge(each));
    for (const { kind, name, path, line, why } of judged.filter(({ isFound }) => !isFound.strict))
      console.log(`missed ${kind}/${name} ${path}:${line} ${why}`);
    const told = await toldOfLookAlikes(folder, new Set(judged.map(({ kind }) => kind)));
    for (const line of told) console.log(line);
    for (const line of countLines(judged)) console.log(line);
    console.log(`${told.length} told of look-alikes`);
  }
});

function readCases(folder: string): BlindCase[] {
  return readTable(join(folder, 'expected.tsv'), ['kind', 'case', 'path', 'line', 'why']).map((row) => {
    const [kind, name] = [cellOf(row, 'kind'), cellOf(row, 'case')];
    if (rules.every((rule) => rule.name !== kind)) throw new Error(`${row.place}: there is no rule \`${kind}\``);
    const root = join(folder, kind, name);
    return { kind, name, root, path: cellOf(row, 'path'), line: Number(cellOf(row, 'line')), why: cellOf(row, 'why') };
  });
}

async function judge(each: BlindCase): Promise<Judged> {
  const isFoundIn = async (profile: Profile): Promise<boolean> =>
    (await findingsIn(each.root, each.kind, profile)).some((finding) => isNear(finding, each));
  return { ...each, isFound: { default: await isFoundIn('default'), strict: await isFoundIn('strict') } };
}

async function findingsIn(root: string, rule: string, profile: Profile): Promise<readonly Finding[]> {
  const options = optionsInProfile(profile, rules, '2026-11-20');
  const outcome = await scan({ root, paths: [], exclude: [], respectsGitIgnore: false, rules, options });
  if (outcome.kind !== 'finished') throw new Error(`${root}: the scan ended as "${outcome.kind}"`);
  return outcome.report.findings.filter((finding) => finding.rule === rule);
}

function isNear({ location, related }: Finding, { path, line }: BlindCase): boolean {
  return [location, ...related].some((place) => place.path === path && Math.abs(place.line - line) <= REACH);
}

async function toldOfLookAlikes(folder: string, kinds: ReadonlySet<string>): Promise<string[]> {
  const told: string[] = [];
  for (const kind of kinds) {
    for (const name of readdirSync(join(folder, kind)).filter((each) => each.startsWith('ok'))) {
      for (const { location, confidence, message } of await findingsIn(join(folder, kind, name), kind, 'strict'))
        told.push(`told ${kind}/${name} ${location.path}:${location.line} ${message} (${confidence})`);
    }
  }
  return told;
}

function countLines(judged: readonly Judged[]): string[] {
  const groups = [...groupBy(judged, ({ kind }) => kind), ['all', judged] as const];
  return groups.map(([kind, group]) => {
    const found = (['default', 'strict'] as const).map(
      (profile) => `${profile} ${group.filter(({ isFound }) => isFound[profile]).length}`,
    );
    return `${kind.padEnd(36)}${found.join(', ')} of ${group.length}`;
  });
}
