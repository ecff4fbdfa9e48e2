import { type Located, MappedTextBuilder, offsetInFile, type SourceText } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import { readShell, type ShellScript } from '../shell/index.ts';
import { entriesOf, keyOf, textAt, textsAt, valueAt } from '../yaml/queries.ts';
import { readingOf, readYaml } from '../yaml/read-yaml.ts';
import { mappedText } from '../yaml/scalar-text.ts';
import type { YamlNode, YamlScalar } from '../yaml/yaml-node.ts';

/** What GitLab runs. Source: https://docs.gitlab.com/ci/yaml/ */
export interface GitlabCi {
  readonly jobs: readonly GitlabJob[];
}

export interface GitlabJob {
  readonly name: Located<string>;
  /** All of its commands, which one shell runs in turn. */
  readonly script: ShellScript;
  /** What it leaves to jobs of later stages. */
  readonly artifacts: readonly Located<string>[];
}

export function readGitlabCi(text: SourceText): Reading<GitlabCi> {
  return readingOf(readYaml(text), ([root]) => {
    if (root?.kind !== 'map') return undefined;
    const before = valueAt(root, 'before_script') ?? valueAt(root, 'default', 'before_script');
    const isChecked = textAt(root, 'variables', 'GIT_STRATEGY')?.value !== 'none';
    const jobs = isChecked ? entriesOf(root).filter(({ value }) => isCheckedOut(value)) : [];
    return {
      jobs: jobs.map((entry) => ({
        name: keyOf(entry),
        script: scriptOf(valueAt(entry.value, 'before_script') ?? before, valueAt(entry.value, 'script')),
        artifacts: textsAt(entry.value, 'artifacts', 'paths'),
      })),
    };
  });
}

const isCheckedOut = (node: YamlNode): boolean =>
  valueAt(node, 'script') !== undefined &&
  !['none', 'empty'].includes(textAt(node, 'variables', 'GIT_STRATEGY')?.value ?? '');

/** A shell that stops at the first command that fails: https://docs.gitlab.com/runner/shells/ */
function scriptOf(...lists: readonly (YamlNode | undefined)[]): ShellScript {
  const whole = new MappedTextBuilder();
  let last = 0;
  for (const scalar of lists.flatMap((list) => (list === undefined ? [] : linesIn(list)))) {
    const text = mappedText(scalar);
    for (let index = 0; index < text.content.length; index++) {
      last = offsetInFile(text, index);
      whole.add(text.content.charAt(index), last);
    }
    whole.add('\n', last + 1);
  }
  return readShell(whole.build(last), { stopsAtFailure: true, hasPipefail: true });
}

/** Lists may lie in lists, where an anchor stands for several. */
function linesIn(node: YamlNode): readonly YamlScalar[] {
  if (node.kind === 'scalar') return [node];
  return node.kind === 'list' ? node.items.flatMap(linesIn) : [];
}
