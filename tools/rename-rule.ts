/** `npm run rename-rule -- <old> <new>` (or `<new-category>/<new>`): moves a rule with its fixtures and labels, and renames it wherever it stands. */
import { runCommand } from './command-line.ts';
import { projectRoot } from './project-root.ts';
import { renameRule } from './rename/rename-rule.ts';

const [oldName = '', target = ''] = process.argv.slice(2);
await runCommand(() => {
  renameRule(projectRoot, oldName, target, console.log);
  console.log('Run `npm run generate`, read `git diff`, and tell it in CHANGELOG.md: a name is an interface.');
});
