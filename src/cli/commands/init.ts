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
  if (existsSync(file)) throw new UsageError(`\`${CONFIGURATION_FILE}\` exists already; it was left as it is`);
  const untrustedFolders = [io.cwd];
  checkWritable(file, CONFIGURATION_FILE, untrustedFolders);
  writeOutputFile(file, CONFIGURATION_FILE, TEMPLATE, untrustedFolders);
  new Writer(io.stdout, io.env).line(
    `wrote ${CONFIGURATION_FILE}; \`auditlint config FILE\` shows what applies to a file`,
  );
  return EXIT.clean;
}

const TEMPLATE = `# Configuration of auditlint. All keys are optional; globs are relative to this folder.

# "default" shows findings of high and medium confidence, "strict" also those of low confidence, and tests and examples.
profile = "default"

# Findings milder than this are left out: P0, P1, P2 or P3.
min-severity = "P3"

# The lowest severity that makes the exit code 1: P0, P1, P2, P3 or never.
fail-on = "P1"

# Paths that are not scanned, besides those that git ignores.
exclude = []

# Rules, categories or severities of findings (\`auditlint rules\` lists them).
# select = ["security", "errors", "P0"]
ignore = []

# [severity]
# bare-except = "P2"

# Options of a rule (\`auditlint explain RULE\` lists them).
# [rules.RULE]
# option = 1

# Other settings for some paths; later ones win. \`enable\` adds rules.
# [[overrides]]
# paths = ["tests/**", "scripts/**"]
# ignore = ["hardcoded-secret"]
`;
