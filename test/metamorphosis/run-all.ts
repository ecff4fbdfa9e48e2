/** Every transformation on every fixture with Python in it. */
import { join } from 'node:path';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { listFixtures, readFixture } from '../../src/testing/fixtures/fixture.ts';
import { TRANSFORMATIONS } from '../../src/testing/metamorphoses/all-transformations.ts';
import type { Survival } from '../../src/testing/metamorphoses/survival.ts';
import type { Transformation } from '../../src/testing/metamorphoses/transformation.ts';
import { trialsOf } from '../../src/testing/metamorphoses/trials.ts';
import { importRule } from '../../tools/generate/load-rules.ts';
import { findRuleFiles, type RuleFile } from '../../tools/generate/rule-files.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { CPython } from './cpython.ts';

/** What one transformation did to one fixture. */
export interface Trial {
  readonly rule: string;
  readonly fixture: string;
  readonly transformation: Transformation;
  readonly survival: Survival;
  readonly isClean: boolean;
  /** What a clean fixture is clean in. */
  readonly profile: 'default' | 'strict';
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** What CPython has against the changed program; '' where nothing. */
  readonly fault: string;
}

export interface Choice {
  readonly rules: readonly string[];
  readonly transformations: readonly string[];
  readonly isChecked: boolean;
}

/** Runs what is chosen; nothing chosen is everything. */
export async function runAll({ rules, transformations, isChecked }: Choice): Promise<Trial[]> {
  const python = isChecked ? new CPython() : undefined;
  const parser = await loadPythonParser();
  const chosen = TRANSFORMATIONS.filter(({ name }) => transformations.length === 0 || transformations.includes(name));
  const trials: Omit<Trial, 'fault'>[] = [];
  for (const { file, registered } of await loadRules(rules)) {
    const folder = join(projectRoot, 'fixtures/rules', file.category, file.name);
    for (const name of listFixtures(folder)) {
      const fixture = readFixture(join(folder, name));
      if (![...fixture.files.keys()].some((path) => path.endsWith('.py'))) continue;
      for (const { changed, newNames, ...trial } of await trialsOf(registered, { name, fixture }, parser, chosen)) {
        python?.run({
          sameness: trial.transformation.sameness,
          names: Object.fromEntries(newNames),
          before: pythonOf(fixture.files),
          after: pythonOf(changed.files),
        });
        trials.push({
          ...trial,
          rule: registered.name,
          fixture: name,
          profile: fixture.profile,
          files: changed.files,
        });
      }
    }
  }
  const faults = (await python?.answers()) ?? [];
  return trials.map((trial, index) => ({ ...trial, fault: faults[index] ?? '' }));
}

/** All of them before the first scan: anyone who edits a rule meanwhile does not change what is measured. */
async function loadRules(names: readonly string[]): Promise<{ file: RuleFile; registered: RegisteredRule }[]> {
  const files = findRuleFiles(projectRoot).filter(({ name }) => names.length === 0 || names.includes(name));
  return Promise.all(
    files.map(async (file) => {
      const rule = await importRule(file);
      return { file, registered: { category: file.category, name: file.name, rule } };
    }),
  );
}

function pythonOf(files: ReadonlyMap<string, string | Uint8Array>): Record<string, string> {
  const texts = [...files].filter(([path, content]) => path.endsWith('.py') && typeof content === 'string');
  return Object.fromEntries(texts) as Record<string, string>;
}
