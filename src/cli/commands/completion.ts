import type { Command } from 'commander';
import { configurableRules } from '../../audit/index.ts';
import { FAIL_ON, PROFILES } from '../../config/choices.ts';
import { selectorNames } from '../../config/selector.ts';
import { SEVERITIES } from '../../findings/index.ts';
import { AUDIT_FORMATS } from '../../report/formats.ts';
import { FORMATS, GROUPINGS } from '../../reporters/formats.ts';
import { oneOf } from '../check-plan.ts';
import { bashScript } from '../completion/bash.ts';
import { type Choices, completedCommands } from '../completion/command-line.ts';
import { fishScript } from '../completion/fish.ts';
import { powershellScript } from '../completion/powershell.ts';
import { zshScript } from '../completion/zsh.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { Writer } from '../output/writer.ts';
import { rules } from '../registry.ts';

/** Scripts hold all that can be completed, so that no key press waits for a process. */
const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript, powershell: powershellScript } as const;
const SHELLS = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[];

/** `auditlint completion SHELL`: the script that completes command lines in a shell. */
export function writeCompletion(written: string, program: Command, io: Io): ExitCode {
  const shell = oneOf('completion', written, SHELLS);
  new Writer(io.stdout, io.env).document(SCRIPTS[shell](completedCommands(program, choices())));
  return EXIT.clean;
}

function choices(): Choices {
  const described = configurableRules(rules);
  const names = described.map(({ name }) => name);
  const plain = ['text', 'json'];
  return new Map<string, readonly string[]>([
    ['--select', selectorNames(described)],
    ['--ignore', selectorNames(described)],
    ['--profile', PROFILES],
    ['--min-severity', SEVERITIES],
    ['--fail-on', FAIL_ON],
    ['--group-by', GROUPINGS],
    ['--format', FORMATS],
    ['report --format', AUDIT_FORMATS],
    ['rules --format', plain],
    ['why --format', plain],
    ['suppressions --format', ['pretty', 'json']],
    ['replay --format', ['pretty', 'json', 'markdown', 'sarif', 'html']],
    ['explain rule', names],
    ['why rule', names],
    ['suppress words', names],
    ['completion shell', SHELLS],
    ['cache action', ['info', 'clean']],
  ]);
}
