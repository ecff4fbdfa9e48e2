import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIGURATION_FILE } from '../../config/index.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { checkWritable, writeOutputFile } from '../output/output-file.ts';
import { Writer } from '../output/writer.ts';
import { UsageError } from '../usage-error.ts';

/** `auditlint init`: a configuration to start from. */
export async function initialize(io: Io): Promise<ExitCode> {
  const file = join(io.cwd, CONFIGURATION_FILE);
  if (existsSync(file)) throw new UsageError(`\`${CONFIGURATION_FILE}\` already exists and was not changed`);
  const untrusted = [io.cwd];
  checkWritable(file, CONFIGURATION_FILE, untrusted);
  writeOutputFile(file, CONFIGURATION_FILE, TEMPLATE, untrusted);
  new Writer(io.stdout, io.env).line(
    `wrote ${CONFIGURATION_FILE}; \`auditlint config FILE\` shows what applies to a file`,
  );
  return EXIT.clean;
}

const TEMPLATE = `# auditlint configuration. All keys are optional; globs are relative to this file.

# "default" reports findings of high and medium confidence; "strict" adds low confidence, tests and examples.
profile = "default"

# Lowest severity that is reported: P0, P1, P2 or P3.
min-severity = "P3"

# Lowest severity that makes the exit code 1: P0, P1, P2, P3 or never.
fail-on = "P1"

# Paths that are not scanned, in addition to those that git ignores.
exclude = []

# Rules, categories or severities to report or to ignore (\`auditlint rules\` lists them).
# select = ["security", "errors", "P0"]
ignore = []

# Severity of a rule.
# [severity]
# bare-except = "P2"

# Options of a rule (\`auditlint explain RULE\` lists them).
# [rules.RULE]
# option = 1

# Different settings for some paths. Later entries win; \`enable\` turns on rules.
# [[overrides]]
# paths = ["tests/**", "scripts/**"]
# ignore = ["hardcoded-secret"]
`;
