import type { Finding } from '../../src/findings/index.ts';
import type { Fixture } from './fixture.ts';
import type { ExpectedFinding } from './marks.ts';

type Place = Pick<ExpectedFinding, 'path' | 'line' | 'cell'>;

/** Every way in which findings and marks disagree, one line each; empty when they match both ways. */
export function findMismatches(fixture: Fixture, findings: readonly Finding[]): string[] {
  const unclaimed = [...findings];
  const unmet = fixture.expected.filter((expected) => {
    const index = unclaimed.findIndex((finding) => isMet(expected, finding));
    if (index >= 0) unclaimed.splice(index, 1);
    return index < 0;
  });
  return [
    ...unmet.map(
      (expected) => `${describePlace(expected)}: expected ${describeMark(expected)}, and nothing like it was reported`,
    ),
    ...unclaimed.map((finding) => describeUnclaimed(finding, fixture)),
  ];
}

function isMet(expected: ExpectedFinding, finding: Finding): boolean {
  return (
    expected.rule === finding.rule &&
    isSamePlace(expected, toPlace(finding)) &&
    (expected.severity ?? finding.grading.ceiling) === finding.grading.ceiling &&
    textOf(finding).includes(expected.messagePart ?? '')
  );
}

const textOf = ({ message, heldBack }: Finding): string =>
  heldBack === undefined ? message : `${message}; held back: ${heldBack}`;

function describeUnclaimed(finding: Finding, fixture: Fixture): string {
  const place = toPlace(finding);
  const innocent = fixture.innocent.find((line) => isSamePlace(line, place));
  const reason = innocent === undefined ? 'no mark expects it' : `marked "ok: ${innocent.why}"`;
  return `${describePlace(place)}: ${finding.rule} ${finding.grading.ceiling} "${finding.message}" was reported (${reason})`;
}

function describeMark({ rule, severity, messagePart }: ExpectedFinding): string {
  return [rule, severity, messagePart === undefined ? undefined : `"${messagePart}"`].filter(Boolean).join(' ');
}

function toPlace({ location: { path, line, cell } }: Finding): Place {
  return { path, line, ...(cell !== undefined && { cell }) };
}

const isSamePlace = (a: Place, b: Place): boolean => a.path === b.path && a.line === b.line && a.cell === b.cell;
const describePlace = ({ path, cell, line }: Place): string =>
  `${path}:${cell === undefined ? '' : `cell ${cell}:`}${line}`;
