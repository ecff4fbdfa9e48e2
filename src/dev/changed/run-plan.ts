import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import type { TestPlan } from './test-plan.ts';

const FIXES = 'test/fixes.test.ts';

const VITEST = ['npx', 'vitest', 'run', '--project', 'fast', '--project', 'apart', '--project', 'process'];

/** Runs what a plan asks for, one command after another; true where all of it passed. */
export async function runPlan(plan: TestPlan): Promise<boolean> {
  let isGood = true;
  const commands = commandsOf(plan);
  for (const words of commands) {
    console.log(`\n$ ${words.join(' ')}`);
    isGood = (await runCommand(words)) && isGood;
  }
  if (plan.deepParts.length > 0)
    console.log(`\nThe change touches parts of the deep suite: npm run test:deep -- ${plan.deepParts.join(' ')}`);
  return isGood;
}

function commandsOf({ rules, isAllRules, tests }: TestPlan): string[][] {
  const commands = [['npx', 'tsc', '-p', '.']];
  const files = isAllRules ? ['test/rules', FIXES, ...tests] : tests;
  if (files.length > 0) commands.push([...VITEST, ...files]);
  if (rules.length > 0) {
    const names = rules.map(({ name }) => name);
    // Their tests are called `<rule> …` and `fixes <rule> …`.
    commands.push([...VITEST, ...ruleTests(rules), '-t', `^(fixes )?(${names.join('|')}) `]);
    commands.push(['npx', 'tsx', 'test/metamorphosis/run.ts', '--floor', '--select', names.join(',')]);
  }
  return commands;
}

function ruleTests(rules: TestPlan['rules']): string[] {
  const categories = new Set(rules.map(({ category }) => `test/rules/${category}.test.ts`));
  const mayFix = rules.some(({ name }) => existsSync(join(projectRoot, 'fixtures/fixes', name)));
  return [...categories, ...(mayFix ? [FIXES] : [])];
}

function runCommand([command = '', ...args]: readonly string[]): Promise<boolean> {
  const child = spawn(command, args, { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}
