/**
 * Reads the small repositories below `fixtures/project/answers` and the answers that their Python files carry as comments.
 *
 *     def load():                            # reached-from[route task]: yes at api.py:12
 *     from shop import connect               # import: function shop/db.py connect
 *     # is-coroutine[shop.db.fetch]: yes
 *
 * Without brackets, or where they do not name it, a question is about the function, class or import on its line. `at`
 * names the first evidence. Several answers share a comment when parted by ` # `.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { discover } from '../../src/discover/index.ts';
import { DEFAULT_LIMITS, mapFile, RulePreparation } from '../../src/engine/index.ts';
import { buildProjectModel, type ProjectModel } from '../../src/project/index.ts';
import type { ModuleSummary } from '../../src/semantics/index.ts';

export interface Scenario {
  readonly name: string;
  readonly project: ProjectModel;
  readonly expectations: readonly Expectation[];
}

export interface Expectation {
  readonly module: ModuleSummary;
  readonly line: number;
  readonly question: string;
  /** The text between the brackets; empty without them. */
  readonly argument: string;
  readonly answer: string;
}

const folder = fileURLToPath(new URL('../../fixtures/project/answers', import.meta.url));
const parser = await loadPythonParser();

export async function readScenarios(): Promise<Scenario[]> {
  return Promise.all(
    readdirSync(folder)
      .sort()
      .map((name) => readScenario(name)),
  );
}

async function readScenario(name: string): Promise<Scenario> {
  const root = join(folder, name);
  const { files, allPaths } = await discover({ root, paths: [], exclude: [], respectsGitIgnore: false });
  const rules = new RulePreparation([]);
  const now = () => 0;
  const tools = {
    parser,
    rules,
    limits: DEFAULT_LIMITS,
    now,
    timing: undefined,
    onFault: undefined,
  };
  const reports = files.map((file) =>
    mapFile({ ...file, bytes: readFileSync(join(root, file.path)) }, { rules: new Map() }, tools),
  );
  const project = buildProjectModel({
    summaries: reports.flatMap(({ summary }) => summary ?? []),
    files: allPaths,
    artifacts: reports.flatMap(({ path, artifact }) => {
      if (artifact === undefined) return [];
      const { lineStarts, ...read } = artifact;
      return { path, lineStarts, artifact: read };
    }),
  });
  const expectations = project.modules.flatMap((module) => readExpectations(module, join(root, module.path)));
  return { name, project, expectations };
}

const EXPECTATION = /^([a-z-]+)(?:\[([^\]]*)\])?: (\S.*)$/;

function readExpectations(module: ModuleSummary, file: string): Expectation[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((text, index) => {
    const parts = text.split(/(?:^|\s)# /).slice(1);
    return parts.flatMap((part) => {
      const [, question, argument = '', answer] = EXPECTATION.exec(part.trim()) ?? [];
      if (question === undefined || answer === undefined) return [];
      return [{ module, line: index + 1, question, argument, answer }];
    });
  });
}
