/** `npm run new-rule -- <category>/<name>`: writes a rule and its first fixtures, which fail until they are filled in. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findRuleFiles, isSlug } from './generate/rule-files.ts';
import { ruleSkeleton } from './generate/rule-skeleton.ts';
import { projectRoot } from './project-root.ts';

const [category = '', name = '', ...rest] = (process.argv[2] ?? '').split('/');
const problem = findProblem();
if (problem !== undefined) {
  console.error(problem);
  process.exitCode = 2;
} else {
  for (const [path, text] of skeleton()) {
    mkdirSync(dirname(join(projectRoot, path)), { recursive: true });
    writeFileSync(join(projectRoot, path), text, { flag: 'wx' });
    console.log(`written: ${path}`);
  }
  console.log(`Write the fixtures first; run them with: npx vitest run test/rules -t ${name}`);
}

function findProblem(): string | undefined {
  if (!isSlug(category) || !isSlug(name) || rest.length > 0)
    return 'usage: npm run new-rule -- <category>/<rule-name>, both kebab-case';
  const taken = findRuleFiles(projectRoot).find((file) => file.name === name);
  if (taken !== undefined) return `rule "${name}" exists already: ${taken.path}`;
  const fixtures = join('fixtures/rules', category, name);
  return existsSync(join(projectRoot, fixtures)) ? `${fixtures} exists already` : undefined;
}

function skeleton(): [path: string, text: string][] {
  const fixtures = `fixtures/rules/${category}/${name}`;
  return [
    [`rules/${category}/${name}.ts`, ruleSkeleton()],
    [`${fixtures}/flagged.py`, `raise NotImplementedError  # expect: ${name} "part of the message"\n`],
    [`${fixtures}/clean-remedy.py`, '"""The proposed fix."""\n'],
    [`${fixtures}/clean-look-alikes.py`, '"""What looks the same and is right."""\n'],
  ];
}
