/**
 * Checks of bandit and ruff that look for what a rule of ours looks for: who wrote down that one of them may stay meant the finding
 * that ours has. Where a code means more or less than the rule, it is here when its accepted case is one of the rule.
 * Sources: `bandit --help` of bandit 1.9 (https://bandit.readthedocs.io/en/latest/plugins/), `ruff rule --all` of ruff 0.16
 * (https://docs.astral.sh/ruff/rules/), as of 2026-11.
 */
export interface LinterCodes {
  /** Our rule. */
  readonly rule: string;
  /** Of bandit: number and name, either of which a comment may give. */
  readonly bandit: readonly (readonly [id: string, name: string])[];
  /** Of ruff. */
  readonly ruff: readonly string[];
}

const PICKLES = [
  ['B301', 'pickle'],
  ['B302', 'marshal'],
  ['B506', 'yaml_load'],
] as const;
const SHELLS = [
  ['B602', 'subprocess_popen_with_shell_equals_true'],
  ['B604', 'any_other_function_with_shell_equals_true'],
  ['B605', 'start_process_with_a_shell'],
] as const;
const SECRETS = [
  ['B105', 'hardcoded_password_string'],
  ['B106', 'hardcoded_password_funcarg'],
  ['B107', 'hardcoded_password_default'],
] as const;
const BLOCKING = [
  'ASYNC210',
  'ASYNC212',
  'ASYNC220',
  'ASYNC221',
  'ASYNC222',
  'ASYNC230',
  'ASYNC240',
  'ASYNC250',
  'ASYNC251',
];

/** Sorted by rule. */
export const LINTER_CODES: readonly LinterCodes[] = [
  { rule: 'bare-except', bandit: [], ruff: ['E722'] },
  { rule: 'blind-except', bandit: [], ruff: ['BLE001'] },
  { rule: 'blocking-call-in-async', bandit: [], ruff: BLOCKING },
  { rule: 'dangling-task', bandit: [], ruff: ['RUF006'] },
  { rule: 'debug-server', bandit: [['B201', 'flask_debug_true']], ruff: ['S201'] },
  {
    rule: 'dynamic-code-execution',
    bandit: [
      ['B102', 'exec_used'],
      ['B307', 'eval'],
    ],
    ruff: ['S102', 'S307'],
  },
  { rule: 'f-string-without-placeholder', bandit: [], ruff: ['F541'] },
  { rule: 'hardcoded-secret', bandit: SECRETS, ruff: ['S105', 'S106', 'S107'] },
  { rule: 'input-accepted-but-unused', bandit: [], ruff: ['ARG001', 'ARG002'] },
  { rule: 'late-bound-closure', bandit: [], ruff: ['B023'] },
  { rule: 'legacy-numpy-random', bandit: [], ruff: ['NPY002'] },
  { rule: 'mutable-default', bandit: [], ruff: ['B006'] },
  { rule: 'predictable-secret', bandit: [['B311', 'random']], ruff: ['S311'] },
  { rule: 'private-attribute-chain', bandit: [], ruff: ['SLF001'] },
  { rule: 'request-without-timeout', bandit: [['B113', 'request_without_timeout']], ruff: ['S113'] },
  { rule: 'shell-from-configuration', bandit: SHELLS, ruff: ['S602', 'S604', 'S605'] },
  { rule: 'shell-injection', bandit: SHELLS, ruff: ['S602', 'S604', 'S605'] },
  { rule: 'sleep-polling', bandit: [], ruff: ['ASYNC110'] },
  { rule: 'sql-string-formatting', bandit: [['B608', 'hardcoded_sql_expressions']], ruff: ['S608'] },
  {
    rule: 'swallowed-exception',
    bandit: [
      ['B110', 'try_except_pass'],
      ['B112', 'try_except_continue'],
    ],
    ruff: ['BLE001', 'S110', 'S112'],
  },
  {
    rule: 'tls-verification-off',
    bandit: [
      ['B323', 'unverified_context'],
      ['B501', 'request_with_no_cert_validation'],
    ],
    ruff: ['S323', 'S501'],
  },
  { rule: 'unbound-name', bandit: [], ruff: ['F821'] },
  { rule: 'unclosed-resource', bandit: [], ruff: ['SIM115'] },
  { rule: 'unpinned-model-revision', bandit: [['B615', 'huggingface_unsafe_download']], ruff: [] },
  { rule: 'unsafe-deserialization', bandit: PICKLES, ruff: ['S301', 'S302', 'S506'] },
  { rule: 'unsafe-torch-load', bandit: [['B614', 'pytorch_load']], ruff: [] },
  { rule: 'unused-import', bandit: [], ruff: ['F401'] },
  {
    rule: 'weak-secret-hash',
    bandit: [
      ['B303', 'md5'],
      ['B324', 'hashlib_insecure_functions'],
    ],
    ruff: ['S303', 'S324'],
  },
];

/** Our rules by what a `# noqa` may name, and by what a `# nosec` may name (in lower case). */
export const RULES_BY_CODE: Readonly<Record<'noqa' | 'nosec', ReadonlyMap<string, readonly string[]>>> = {
  noqa: rulesBy(({ ruff }) => ruff),
  nosec: rulesBy(({ bandit }) => bandit.flatMap(([id, name]) => [id.toLowerCase(), name])),
};

function rulesBy(codesOf: (row: LinterCodes) => readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const row of LINTER_CODES) {
    for (const code of codesOf(row)) found.set(code, [...(found.get(code) ?? []), row.rule]);
  }
  return found;
}
