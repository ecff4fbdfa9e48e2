/** Every transformation on every fixture with Python in it. */
import { join } from 'node:path';
import { loadPythonParser, type PythonParser } from '../../src/ast/lower/index.ts';
import { importRule } from '../../src/dev/generate/load-rules.ts';
import { findRuleFiles, type RuleFile } from '../../src/dev/generate/rule-files.ts';
import { projectRoot } from '../../src/dev/project-root.ts';
import type { Finding } from '../../src/findings/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { buildSemanticModel } from '../../src/semantics/index.ts';
import { SourceText } from '../../src/text/index.ts';
import { type Fixture, listFixtures, readFixture } from '../rule-fixtures/fixture.ts';
import { TRANSFORMATIONS } from './all-transformations.ts';
import { CPython } from './cpython.ts';
import { type Offset, Rewriting } from './rewriting.ts';
import { scanFiles } from './scan-files.ts';
import { compareFindings, type Survival } from './survival.ts';
import type { Subject, Transformation } from './transformation.ts';

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
      trials.push(...(await new FixtureRun(registered, name, fixture, parser, python).all(chosen)));
    }
  }
  const faults = (await python?.answers()) ?? [];
  return trials.map((trial, index) => ({ ...trial, fault: faults[index] ?? '' }));
}

/** All of them before the first scan: whoever edits a rule meanwhile does not change what is measured. */
async function loadRules(names: readonly string[]): Promise<{ file: RuleFile; registered: RegisteredRule }[]> {
  const files = findRuleFiles(projectRoot).filter(({ name }) => names.length === 0 || names.includes(name));
  return Promise.all(
    files.map(async (file) => {
      const rule = await importRule(file);
      return { file, registered: { category: file.category, name: file.name, rule } };
    }),
  );
}

class FixtureRun {
  constructor(
    readonly registered: RegisteredRule,
    readonly name: string,
    readonly fixture: Fixture,
    readonly parser: PythonParser,
    readonly python: CPython | undefined,
  ) {}

  async all(chosen: readonly Transformation[]): Promise<Omit<Trial, 'fault'>[]> {
    const { registered, fixture } = this;
    const before = await scanFiles(fixture.files, registered, fixture.options);
    const subject = this.#subject(before);
    const trials: Omit<Trial, 'fault'>[] = [];
    for (const transformation of chosen) {
      const trial = await this.#one(transformation, subject, before);
      if (trial !== undefined) trials.push(trial);
    }
    return trials;
  }

  async #one(
    transformation: Transformation,
    subject: Subject,
    before: readonly Finding[],
  ): Promise<Omit<Trial, 'fault'> | undefined> {
    const { registered, fixture, name, python } = this;
    const rewriting = new Rewriting(fixture.files);
    transformation.apply(subject, rewriting);
    if (rewriting.isEmpty) return undefined;
    const changed = rewriting.finish();
    python?.ask({
      sameness: transformation.sameness,
      names: Object.fromEntries(rewriting.newNames),
      before: pythonOf(fixture.files),
      after: pythonOf(changed.files),
    });
    const after = await scanFiles(changed.files, registered, fixture.options);
    const survival = compareFindings(fixture.files, changed, before, after);
    const { isClean } = subject;
    const { profile } = fixture;
    return { rule: registered.name, fixture: name, transformation, survival, isClean, profile, files: changed.files };
  }

  get #isFlagged(): boolean {
    return this.name.startsWith('flagged');
  }

  #subject(before: readonly Finding[]): Subject {
    const { fixture, parser } = this;
    const python = [...fixture.files].flatMap(([path, content]) => {
      if (!path.endsWith('.py') || typeof content !== 'string' || content.includes('\r')) return [];
      const source = parser.parse(content);
      return source.gaps.length > 0 ? [] : [{ path, text: content, model: buildSemanticModel(path, source) }];
    });
    const marked = this.#isFlagged ? before.map(({ location }) => location) : fixture.innocent;
    const sites = marked.map((place): Offset => {
      const text = new SourceText(String(fixture.files.get(place.path) ?? ''));
      const start = text.lineStart(place.line);
      const column = 'column' in place ? place.column - 1 : text.lineText(place.line).search(/\S|$/);
      return { path: place.path, offset: start + column };
    });
    const isClean = !this.#isFlagged;
    return { files: fixture.files, python, isClean, sites: sites.length === 0 ? undefined : sites };
  }
}

function pythonOf(files: ReadonlyMap<string, string | Uint8Array>): Record<string, string> {
  const texts = [...files].filter(([path, content]) => path.endsWith('.py') && typeof content === 'string');
  return Object.fromEntries(texts) as Record<string, string>;
}
