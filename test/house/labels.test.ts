/** What is said of findings that were read in real code, and what the rules claim from it. */
import { describe, expect, it } from 'vitest';
import { judge, type Label, parseLabelFile, readLabelFiles } from '../../tools/corpus/labels.ts';
import { pathDistance } from '../../tools/corpus/match-labels.ts';
import { normalName } from '../../tools/corpus/packages.ts';
import { importRule } from '../../tools/generate/load-rules.ts';
import { findRuleFiles } from '../../tools/generate/rule-files.ts';
import { projectRoot } from '../../tools/project-root.ts';

const ruleFiles = findRuleFiles(projectRoot);
const labelFiles = readLabelFiles(projectRoot);

describe.each(labelFiles)('labels of $rule', ({ rule, labels, problems }) => {
  it('can be read', () => {
    expect(problems).toEqual([]);
    expect(labels.length).toBeGreaterThan(0);
  });

  it('are of a rule that exists, each finding once', () => {
    expect(ruleFiles.map(({ name }) => name)).toContain(rule);
    const twice = labels.filter((label, index) => labels.slice(0, index).some((other) => isSameFinding(label, other)));
    expect(twice.map(({ package: name, version, path, line }) => `${name} ${version} ${path}:${line}`)).toEqual([]);
  });
});

/** Read in a wheel and again in an sdist, a finding is under two paths. */
function isSameFinding(one: Label, other: Label): boolean {
  const isSamePackage = normalName(one.package) === normalName(other.package) && one.version === other.version;
  const isSameFile = isSamePackage && pathDistance(one.path, other.path) !== undefined;
  return isSameFile && one.line === other.line && one.code === other.code;
}

describe.each(ruleFiles)('$name', (file) => {
  it('claims to be as precise as its labels say', async () => {
    const { docs } = await importRule(file);
    const labels = labelFiles.find(({ rule }) => rule === file.name)?.labels ?? [];
    const { read, right } = docs.measured ?? { read: 0, right: 0 };
    expect({ read, right }, 'docs.measured counts the labels of the profile that the rule runs in').toEqual(
      judge(labels),
    );
  });
});

describe('a label file', () => {
  const header = 'package\tversion\tpath\tline\trule\tverdict\twhy\tcode';

  it('is read with and without the profile', () => {
    const text = `${header}\tprofile\np\t1.0\ta.py\t3\tbare-except\tright\tit hides\texcept:\np\t1.0\ta.py\t9\tbare-except\twrong\tmeant\texcept:\tstrict\n`;
    const { labels, problems } = parseLabelFile('bare-except.tsv', text);
    expect(problems).toEqual([]);
    expect(labels.map(({ line, verdict, profile }) => `${line} ${verdict} ${profile}`)).toEqual([
      '3 right default',
      '9 wrong strict',
    ]);
  });

  it.each([
    ['p\t1.0\ta.py\t3\tbare-except\tright\tit hides', '7 columns'],
    ['p\t1.0\ta.py\tx\tbare-except\tright\tit hides\texcept:', '`x` is no line'],
    ['p\t1.0\ta.py\t3\tblind-except\tright\tit hides\texcept:', 'it is of `blind-except`, the file of `bare-except`'],
    ['p\t1.0\ta.py\t3\tbare-except\tmaybe\tit hides\texcept:', 'the verdict `maybe` is neither right nor wrong'],
    ['p\t1.0\ta.py\t3\tbare-except\tright\tit hides\texcept:\toften', 'there is no profile `often`'],
    ['p\t1.0\ta.py\t3\tbare-except\tright\t\texcept:', 'it does not say why'],
  ])('says what is wrong with %j', (row, problem) => {
    expect(parseLabelFile('bare-except.tsv', `${header}\n${row}\n`).problems).toEqual([`line 2: ${problem}`]);
  });
});
