import { spawn } from 'node:child_process';
import { projectRoot } from '../project-root.ts';
import type { TestPlan } from './test-plan.ts';

/** Their tests are called `<rule> …` and `fixes <rule> …`. */
const RULE_TESTS = ['test/rules', 'test/fixes.test.ts'];

const VITEST = ['npx', 'vitest', 'run', '--project', 'fast', '--project', 'apart'];

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
  const files = isAllRules ? [...RULE_TESTS, ...tests] : tests;
  if (files.length > 0) commands.push([...VITEST, ...files]);
  if (rules.length > 0) {
    commands.push([...VITEST, ...RULE_TESTS, '-t', `^(fixes )?(${rules.join('|')}) `]);
    commands.push(['npx', 'tsx', 'test/metamorphosis/run.ts', '--floor', '--select', rules.join(',')]);
  }
  return commands;
}

function runCommand([command = '', ...args]: readonly string[]): Promise<boolean> {
  const child = spawn(command, args, { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}
