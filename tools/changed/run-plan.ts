import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import type { TestPlan } from './test-plan.ts';

const FIXES = 'test/fixes.test.ts';

/** What the last run made is kept: a changed rule is checked in a third of the time. */
const TSC = ['npx', 'tsc', '-p', '.', '--incremental', '--tsBuildInfoFile', '.cache/tsc/changed.tsbuildinfo'];

const VITEST = [
  'npx',
  'vitest',
  'run',
  '--project',
  'fast',
  '--project',
  'apart',
  '--project',
  'process',
  '--experimental.fsModuleCache',
];

/** Runs what a plan asks for, all at once, and prints each command with its output in their order; true where all of it passed. */
export async function runPlan(plan: TestPlan): Promise<boolean> {
  const runs = commandsOf(plan).map((words) => ({ words, ended: runCommand(words) }));
  let isGood = true;
  for (const { words, ended } of runs) {
    const { output, isGood: isOwnGood } = await ended;
    console.log(`\n$ ${words.join(' ')}\n${output}`);
    isGood &&= isOwnGood;
  }
  if (plan.deepParts.length > 0)
    console.log(`\nThe change touches parts of the deep suite: npm run test:deep -- ${plan.deepParts.join(' ')}`);
  return isGood;
}

function commandsOf({ rules, isAllRules, tests }: TestPlan): string[][] {
  const commands = [[...TSC]];
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

interface Ended {
  readonly output: string;
  readonly isGood: boolean;
}

function runCommand([command = '', ...args]: readonly string[]): Promise<Ended> {
  const child = spawn(command, args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.on('error', ({ message }) => resolve({ output: message, isGood: false }));
    child.on('close', (code) => resolve({ output: output.trimEnd(), isGood: code === 0 }));
  });
}
