import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A loss that is right: the change took away what the finding is about. `*` stands for all transformations or fixtures, and commas separate several. */
export interface Exemption {
  readonly rule: string;
  readonly transformation: string;
  readonly fixture: string;
  readonly reason: string;
}

export function readExemptions(): Exemption[] {
  const text = readFileSync(fileURLToPath(new URL('./exempt.tsv', import.meta.url)), 'utf8');
  const [, ...lines] = text.trimEnd().split('\n');
  return lines.map((line, index) => {
    const [rule = '', transformation = '', fixture = '', reason = ''] = line.split('\t');
    if (reason.trim() === '') throw new Error(`exempt.tsv:${index + 2}: a loss is exempt for a reason`);
    return { rule, transformation, fixture, reason };
  });
}

export function findExemption(
  exemptions: readonly Exemption[],
  at: { readonly rule: string; readonly transformation: string; readonly fixture: string },
): Exemption | undefined {
  const matches = (written: string, value: string) => written === '*' || written.split(',').includes(value);
  return exemptions.find(
    ({ rule, transformation, fixture }) =>
      rule === at.rule && matches(transformation, at.transformation) && matches(fixture, at.fixture),
  );
}
