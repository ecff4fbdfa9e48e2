import { worstOf } from '../../src/findings/index.ts';
import { percent, perHundredThousand, type RuleFigures, ratio } from './figures.ts';
import type { ScannedFolder } from './scan-folder.ts';

/** The part of `measurements/measured.md` that the corpus gives: what each rule finds in it, how much of that was right, and how to repeat it. */
export function regressionPart(
  figures: readonly RuleFigures[],
  folders: readonly ScannedFolder[],
  lines: number,
  date: string,
): string {
  const files = folders.reduce((sum, { report }) => sum + report.statistics.scanned, 0);
  return `${[
    REGRESSION_HEADING,
    WARNING,
    `On ${date}, in ${folders.length} repositories and packages: ${files} Python files, ${lines} lines.`,
    EXPLANATION,
    figuresSection(figures, lines),
    '### What was scanned',
    folderSection(folders),
    '### Again',
    'The sdists that `measurements/corpus/packages.txt` pins are fetched by the command itself.\nArchives are unpacked as they are; nothing is installed or run. The owner of some repositories was not written down.',
    `\`\`\`sh\n${commands(folders, date).join('\n')}\n\`\`\``,
  ].join('\n\n')}\n`;
}

/** What follows it is the corpus's. */
export const REGRESSION_HEADING = '## Regression';

const WARNING = `These figures are of code that the rules were sharpened on: the same people wrote a rule, read what it says here, mended
it and counted again. They show that a change breaks nothing; how often a rule is right on other code stands above.`;

const EXPLANATION = `A finding is right when the engineer who owns that code would agree that it should change; each judgement, with its
reason, stands in \`measurements/corpus/labels\`. *Read* and *right* count findings of the default profile, or those of the strict one where a rule has none there. *In strict* says how many were right of those that the strict profile adds. Findings
per 100,000 lines are of the default profile. The sample leans to code that serves and trains models; where fewer than
fifteen were read, the rate is a hint.`;

function figuresSection(figures: readonly RuleFigures[], lines: number): string {
  const rows = figures.map((figure) => {
    const { rule, inDefault, inStrict, read, right } = figure;
    const { precision: level } = rule.rule.docs;
    const severity = worstOf(rule.rule.docs);
    const counts = [
      inDefault,
      inStrict,
      perHundredThousand(inDefault, lines),
      read,
      right,
      percent(figure),
      ratio(figure.strict),
    ];
    return `| [\`${rule.name}\`](../docs/rules/${rule.name}.md) | ${severity} | ${level} | ${counts.join(' | ')} |`;
  });
  return [
    '| Rule | Severity | Level | Default | Strict | Per 100,000 lines | Read | Right | Precision | In strict |',
    '|---|---|---|--:|--:|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

function folderSection(folders: readonly ScannedFolder[]): string {
  const rows = folders.map(({ package: name, version, report: { statistics } }) => {
    const { scanned, lines, partlyParsed, notParsed } = statistics;
    return `| ${name} | ${version} | ${scanned} | ${lines} | ${partlyParsed + notParsed} |`;
  });
  return ['| Name | Version | Files | Lines | Not parsed whole |', '|---|---|--:|--:|--:|', ...rows].join('\n');
}

const AUDITED = 'tensafe';
const AUDITED_SOURCE = 'https://github.com/Danielfoojunwei/TenSafe-Homormorphically-Encrypted-LoRA-Adaptation';

function commands(folders: readonly ScannedFolder[], date: string): string[] {
  const named = folders.filter(({ isNamed }) => isNamed === true);
  const pinned = folders.filter(({ isNamed }) => isNamed !== true);
  const hasAudited = pinned.some((folder) => folder.package === AUDITED);
  const options = [
    ...(hasAudited ? [`--tensafe ${AUDITED}`] : []),
    ...(named.length > 0 && pinned.length > 0 ? ['--package all'] : []),
    ...named.map(targetOf),
  ];
  return [
    ...(hasAudited ? [`git clone ${AUDITED_SOURCE} ${AUDITED}`] : []),
    ...named.map(fetchOf),
    ['npm run measure -- corpus --write --date', date, ...options].join(' '),
  ];
}

function fetchOf(folder: ScannedFolder): string {
  const { package: name, version } = folder;
  const target = targetOf(folder);
  if (name === AUDITED) return cloneOf(AUDITED_SOURCE, folder);
  if (name.includes('+')) return cloneOf(`https://github.com/${name.replace('+', '/')}`, folder);
  // No release is called so.
  if (/^[0-9a-f]{7,40}$/.test(version)) return `# ${target}: the repository ${name} at ${version}`;
  const wheel = `python3 -m pip download --no-deps --only-binary :all: -d corpus/wheels ${name}==${version}`;
  return `${wheel} && python3 -m zipfile -e corpus/wheels/${name}-${version}-*.whl ${target}`;
}

function cloneOf(url: string, folder: ScannedFolder): string {
  return `git clone ${url} ${targetOf(folder)} && git -C ${targetOf(folder)} checkout ${folder.version}`;
}

/** A repository is called `OWNER+NAME`, and its version is a commit. */
const targetOf = ({ package: name, version }: ScannedFolder): string => `corpus/${name}-${version}`;
