/** Rules of earlier versions, each with why it went. Configurations may still name them; comments and options that name them get a notice. */
const RETIRED: ReadonlyMap<string, string> = new Map([
  ['hardcoded-resource-limit', 'most of its findings were false positives'],
  ['main-imported-again', 'most of its findings were false positives'],
  ['redefined-function', 'ruff reports the same as F811'],
  ['repeated-key', 'ruff reports the same as F601'],
  ['stale-config-import', 'most of its findings were false positives'],
]);

export const RETIRED_RULES: readonly string[] = [...RETIRED.keys()];

/** "`repeated-key` was retired: ruff reports the same as F601"; undefined for a name that no rule had. */
export function retiredSentence(name: string): string | undefined {
  const why = RETIRED.get(name);
  return why === undefined ? undefined : `\`${name}\` was retired: ${why}`;
}
