import { requirementText } from '#artifacts';
import { defineProjectRule } from '#kit';
import { MAJOR_LINES, type MajorLine } from '#knowledge/capped-packages';
import type { Requirement } from '#project';
import { allowsBelow, clausesOf, excludesFrom, type VersionClause } from '#project/specifier';
import { isListForOthers } from './_shared/requirement-lists.ts';

export default defineProjectRule({
  docs: {
    summary: 'version cap that excludes the current major version of a fundamental package',
    why: 'Everything installed beside it has to work with the old version. A package that needs the new version cannot be installed, and the old version eventually stops receiving fixes.',
    remedy: 'Test with the current major version and lift the cap, or explain it in a comment',
    harm: 'not-reproducible',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 7, right: 7, on: 'FastChat, SpokaneTechWeb, luigi and 2 other repositories' },
    since: '0.1.0',
    cwe: [1104],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-9' }],
    bad: '# path: pyproject.toml\n[project]\nname = "shop"\ndependencies = ["pandas>=1.5,<2"]\n',
    good: '# path: pyproject.toml\n[project]\nname = "shop"\ndependencies = ["pandas>=1.5,<3"]\n',
  },
  check(project, ctx) {
    const reported = new Set<string>();
    const needingNewer = new Map(
      NEEDS.map(({ needed }) => [needed, project.requirements.find((other) => needsNewer(other, needed))]),
    );
    for (const requirement of project.requirements) {
      const { distribution, path } = requirement;
      const line = MAJOR_LINES.get(distribution);
      const cap = line === undefined ? undefined : capOf(requirement, line);
      const key = `${path} ${distribution}`;
      if (line === undefined || cap === undefined || reported.has(key) || isListForOthers(path)) continue;
      reported.add(key);
      const needing = needingNewer.get(distribution);
      ctx.report({
        at: requirement.place,
        key,
        cause: `${distribution} ${line.version}`,
        message: `version cap: \`${requirementText(requirement)}\` excludes ${distribution} ${line.version}, released ${line.since}${needing === undefined ? '' : ` and needed by \`${needing.distribution}\``}`,
        ...(needing !== undefined && {
          related: [{ ...needing.place, message: `needs \`${distribution}>=${line.version}\`` }],
        }),
      });
    }
  },
});

/** An exact version is a choice of one, made anew with each update; a range that ends is a decision against what follows. */
function capOf(requirement: Requirement, { version }: MajorLine): VersionClause | undefined {
  const { specifier, group, isLocked, marker, url, source } = requirement;
  if (isLocked || url !== undefined || group.kind === 'constraint' || group.kind === 'build') return undefined;
  // Old interpreters have no newer version.
  if (marker !== undefined) return undefined;
  // Groups of one version (`test-django-4`) and tox test with several on purpose.
  if (source === 'tox' || /\d/.test(group.name ?? '') || clausesOf(specifier).some(isChoice)) return undefined;
  return excludesFrom(specifier, version);
}

const isChoice = ({ operator, version }: VersionClause): boolean =>
  operator === '==' || (operator === '~=' && version.split('.').length > 2);

/** From which version on a package needs the current line of another. Source: their metadata on https://pypi.org, 2026-11. */
const NEEDS: readonly { readonly by: string; readonly from: string; readonly needed: string }[] = [
  { by: 'langchain-core', from: '0.3', needed: 'pydantic' },
  { by: 'pydantic-settings', from: '2.0', needed: 'pydantic' },
  { by: 'sqlmodel', from: '0.0.14', needed: 'sqlalchemy' },
];

function needsNewer({ distribution, specifier, isLocked }: Requirement, needed: string): boolean {
  return (
    !isLocked &&
    specifier !== '' &&
    NEEDS.some((each) => each.by === distribution && each.needed === needed && !allowsBelow(specifier, each.from))
  );
}
