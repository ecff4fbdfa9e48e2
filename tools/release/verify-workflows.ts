import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { installActionlint, installZizmor } from './tools.ts';

/**
 * Lets actionlint and zizmor read the action, the workflows that docs/github-action.md shows, that of docs/ci and those of this project.
 * actionlint reads an action only where a workflow uses it. Returns problems, one line each.
 */
export function verifyWorkflows(tree: string, workspace: string): string[] {
  const repository = join(workspace, 'workflows');
  cpSync(join(projectRoot, '.github'), join(repository, '.github'), { recursive: true });
  cpSync(tree, join(repository, ACTION), { recursive: true });
  cpSync(join(projectRoot, 'docs/ci/github-matrix.yml'), join(repository, '.github/workflows/matrix.yml'));
  mkdirSync(join(repository, '.git'));
  const [shown = '', ...others] = shownWorkflows();
  for (const [index, other] of others.entries())
    writeFileSync(join(repository, `.github/workflows/other-${index}.yml`), other);
  const linters = [
    { name: 'actionlint', program: installActionlint(), args: ['-no-color', '-shellcheck=', '-pyflakes='] },
    {
      name: 'zizmor',
      program: installZizmor(),
      args: ['--offline', '--no-progress', '--color=never', '--persona=pedantic', '.'],
    },
  ];
  const lint = (workflow: string) => {
    writeFileSync(join(repository, '.github/workflows/shown.yml'), workflow);
    return linters.map((linter) => ({ linter, run: spawnLinter(linter.program, linter.args, repository) }));
  };
  // A linter that finds no fault in this has not read it.
  const blind = lint(
    shown.replace('fail-on: P1', 'fail-at: ${{ github.event.issue.title }}').replace(/@[0-9a-f]{40} #/, '@main #'),
  )
    .filter(({ run }) => run.status === 0)
    .map(({ linter }) => `${linter.name} found nothing wrong in a workflow with faults`);
  const wrong = lint(shown).flatMap(({ linter: { name }, run: { status, stdout, stderr } }) => {
    if (status !== 0) return [`${name} ended with ${status}:\n${stdout}${stderr}`];
    console.log(`${name}: nothing to say of the action, the examples and our workflows`);
    return [];
  });
  return [...blind, ...wrong];
}

const ACTION = 'dist-release';

/** The workflows of the page, with the action of this tree. */
function shownWorkflows(): string[] {
  const page = readFileSync(join(projectRoot, 'docs/github-action.md'), 'utf8');
  const workflows = [...page.matchAll(/^```yaml[^\n]*\n([\s\S]*?)^```$/gm)].map(([, workflow = '']) => workflow);
  return workflows.map((each) => each.replace(/OWNER\/auditlint@.*/, `./${ACTION} # zizmor: ignore[self-repository]`));
}

function spawnLinter(program: string, args: readonly string[], cwd: string): SpawnSyncReturns<string> {
  return spawnSync(program, args, { cwd, encoding: 'utf8' });
}
