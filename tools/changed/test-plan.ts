import { PathGlob } from '../../src/text/index.ts';
import type { DeepPart } from '../deep/parts.ts';
import type { RuleFile } from '../generate/rule-files.ts';
import type { RulesReaching } from './rule-graph.ts';

type RuleName = Pick<RuleFile, 'category' | 'name'>;

/** What a change asks to be run. */
export interface TestPlan {
  /** Rules whose fixtures are scanned, as they are and changed in spelling. */
  readonly rules: readonly RuleName[];
  /** Too many to change the spelling of: what is below the rules was changed. Their fixtures are scanned as they are. */
  readonly isAllRules: boolean;
  /** Folders and files of `test`, for Vitest. */
  readonly tests: readonly string[];
  /** Parts of the deep suite that the change touches: named, not run. */
  readonly deepParts: readonly string[];
}

/** What knows the sources as far as a plan needs them. */
export interface KnownTests {
  readonly rules: readonly RuleName[];
  readonly rulesReaching: RulesReaching;
  /** Whether a path below the root is there. */
  readonly has: (path: string) => boolean;
  readonly deepParts: readonly DeepPart[];
}

/** Folders of `src` in which every scan runs: a change concerns all rules. */
const BELOW_ALL_RULES = new Set(
  ['text', 'collections', 'syntax', 'ast', 'semantics', 'artifacts', 'project', 'discover', 'engine', 'findings'].map(
    (name) => `src/${name}`,
  ),
);

/** More rules than this are all rules: the fixtures of all take less than a minute. */
const MANY_RULES = 40;

/** What to run for these changed paths. */
export function planTests(changed: readonly string[], known: KnownTests): TestPlan {
  const rules = new Set(changed.flatMap((path) => rulesOf(path, known)));
  const isAllRules = rules.size > MANY_RULES || changed.some((path) => BELOW_ALL_RULES.has(layerOf(path)));
  return {
    rules: isAllRules ? [] : known.rules.filter(({ name }) => rules.has(name)),
    isAllRules,
    tests: [...new Set(changed.flatMap((path) => testsOf(path, known)))].sort(),
    deepParts: known.deepParts
      .filter(({ touchedBy }) => {
        const globs = touchedBy.map((pattern) => new PathGlob(pattern));
        return changed.some((path) => globs.some((glob) => glob.matches(path)));
      })
      .map(({ name }) => name),
  };
}

/** A rule is named by its file or folder and by its fixtures; what rules share is asked of the imports. */
function rulesOf(path: string, { rules, rulesReaching }: KnownTests): readonly string[] {
  const named = /^(?:fixtures\/rules\/[^/]+|fixtures\/fixes|rules\/[^/]+)\/([^/.]+)/.exec(path)?.[1];
  if (named !== undefined && rules.some(({ name }) => name === named)) return [named];
  return /^(?:rules|src)\//.test(path) ? rulesReaching(path) : [];
}

/** The tests of a layer are in the folder of `test` that is called as it is; a test is run itself. */
function testsOf(path: string, { has }: KnownTests): readonly string[] {
  if (path.startsWith('test/')) {
    if (path.endsWith('.deep.test.ts')) return [];
    const own = path.endsWith('.test.ts') ? path : path.slice(0, path.lastIndexOf('/'));
    return own !== 'test' && has(own) ? [own] : [];
  }
  const mirrored = path.replace(/^(?:src\/|(?=tools\/))/, 'test/');
  if (mirrored === path) return [];
  for (let folder = mirrored; folder !== 'test'; folder = folder.slice(0, folder.lastIndexOf('/')))
    if (folder !== mirrored && has(folder)) return [`${folder}/`];
  return [];
}

const layerOf = (path: string): string => path.split('/').slice(0, 2).join('/');
