/** What the targets of a makefile run, their prerequisites first. */
import type { Makefile, MakeRule, RecipeLine } from '../artifacts/index.ts';
import { groupByEach, memoize } from '../collections/index.ts';
import { joinPath } from '../text/index.ts';
import type { ArtifactFile, Artifacts } from './artifacts.ts';

export interface Recipe {
  readonly file: ArtifactFile<'makefile'>;
  readonly line: RecipeLine;
  readonly target: string;
}

/** The recipe lines of targets of the makefile in a folder; undefined where it or one of them is not found, or functions of make say what is run. */
export function recipesOf(
  artifacts: Artifacts,
  folder: string,
  named: string | undefined,
  targets: readonly string[],
): readonly Recipe[] | undefined {
  const main = makefileIn(artifacts, folder, named);
  if (main === undefined) return undefined;
  const files = [main, ...artifacts.of('makefile').filter((each) => isIncluded(each, main))];
  const wanted = targets.length > 0 ? targets : defaultTarget(main.model);
  const recipes: Recipe[] = [];
  const seen = new Set<string>();
  const add = (target: string): boolean => {
    if (seen.has(target) || seen.size > MAX_TARGETS) return true;
    seen.add(target);
    const rules = files.flatMap((file) => rulesOf(file.model, target).map((rule) => ({ file, rule })));
    for (const { rule } of rules) for (const prerequisite of rule.prerequisites) add(prerequisite);
    for (const { file, rule } of rules) recipes.push(...rule.recipe.map((line) => ({ file, line, target })));
    return rules.length > 0;
  };
  return wanted.map(add).every((isFound) => isFound) && !recipes.some(callsFunction) ? recipes : undefined;
}

/** `$(call lint,$$i)` runs what a `define` says, which is not read. */
const callsFunction = ({ line }: Recipe): boolean =>
  line.script.commands.some(({ words }) => words.some(({ text }) => /\$\{(?:call|eval)_/.test(text)));

const MAX_TARGETS = 200;
const NAMES = ['GNUmakefile', 'makefile', 'Makefile'];

function makefileIn(
  artifacts: Artifacts,
  folder: string,
  named: string | undefined,
): ArtifactFile<'makefile'> | undefined {
  for (const name of named === undefined ? NAMES : [named]) {
    const file = artifacts.at('makefile', joinPath(folder, name) ?? '');
    if (file !== undefined) return file;
  }
  return undefined;
}

/** `*.mk` beside or below it is taken for a part of it. */
const isIncluded = ({ path, folder }: ArtifactFile, main: ArtifactFile): boolean =>
  path.endsWith('.mk') && (main.folder === '' || folder === main.folder || folder.startsWith(`${main.folder}/`));

function rulesOf(makefile: Makefile, target: string): readonly MakeRule[] {
  const { byTarget, withPatterns } = rulesByTarget(makefile);
  return byTarget.get(target) ?? withPatterns.filter(({ targets }) => targets.some((each) => fits(each, target)));
}

const rulesByTarget = memoize(({ rules }: Makefile) => ({
  byTarget: groupByEach(rules, ({ targets }) => new Set(targets)),
  withPatterns: rules.filter(({ targets }) => targets.some((each) => each.includes('%'))),
}));

function fits(pattern: string, target: string): boolean {
  const at = pattern.indexOf('%');
  if (at < 0) return false;
  return target.startsWith(pattern.slice(0, at)) && target.endsWith(pattern.slice(at + 1));
}

const defaultTarget = ({ rules }: Makefile): readonly string[] => {
  const first = rules
    .flatMap(({ targets }) => targets)
    .find((target) => !target.startsWith('.') && !target.includes('%'));
  return first === undefined ? ['all'] : [first];
};
