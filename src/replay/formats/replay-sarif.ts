import type { Log, ReportingDescriptor, Result } from 'sarif';
import { jsonDocument } from '../../reporters/json-document.ts';
import { pathToUri } from '../../reporters/path-to-uri.ts';
import { ROOT_ID } from '../../reporters/sarif/location.ts';
import { levelOf } from '../../reporters/sarif/rule-descriptor.ts';
import { sentence } from '../../reporters/sentence.ts';
import { VERDICTS, type VerdictKind } from '../replayed-claim.ts';
import type { ReplayDocument, ReportedClaim } from './replay-document.ts';

/** SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): a result for each claim, whose kind says what became of it. */
export function replaySarif(replay: ReplayDocument): string {
  const { tool, claims } = replay;
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            semanticVersion: tool.version,
            informationUri: `https://www.npmjs.com/package/${tool.name}`,
            rules: VERDICTS.map(descriptor),
          },
        },
        automationDetails: { id: 'replay/' },
        invocations: [{ executionSuccessful: true }],
        originalUriBaseIds: { [ROOT_ID]: { description: { text: 'The root of the checkout.' } } },
        columnKind: 'utf16CodeUnits',
        results: claims.map(resultOf),
      },
    ],
  };
  return jsonDocument(log);
}

/** What became of it in SARIF's own words: `fail` is there, `review` is for a person, `pass` is fixed, `notApplicable` has no code any more. */
const SARIF_KINDS: Readonly<Record<VerdictKind, readonly [NonNullable<Result['kind']>, string]>> = {
  'stands-as-quoted': ['fail', 'the code that a claim of a written audit refers to is unchanged'],
  moved: ['fail', 'the code that a claim refers to was moved'],
  'changed-since': ['review', 'the code that a claim refers to was changed'],
  'fixed-as-proposed': ['pass', 'the code that a claim proposes was added'],
  gone: ['notApplicable', 'the code that a claim refers to was removed'],
  'not-found': ['review', 'the code that a claim refers to was not found'],
  'no-place-given': ['review', 'a claim refers to no code that can be searched'],
};

function descriptor(kind: VerdictKind): ReportingDescriptor {
  return {
    id: `claim-${kind}`,
    shortDescription: { text: sentence(SARIF_KINDS[kind][1]) },
    help: { text: '`auditlint replay` reports what became of the code that a written audit refers to.' },
  };
}

function resultOf(claim: ReportedClaim): Result {
  const { id, title, severity, verdict, seeAlso } = claim;
  const [kind] = SARIF_KINDS[verdict.kind];
  const { place, commit } = verdict;
  return {
    ruleId: `claim-${verdict.kind}`,
    ruleIndex: VERDICTS.indexOf(verdict.kind),
    kind,
    // Only what fails has a level.
    level: kind === 'fail' ? levelOf(severity ?? 'P2') : 'none',
    message: { text: sentence(`${id}: ${escapeLinks(title)}. ${escapeLinks(verdict.because)}`) },
    ...(place !== undefined && {
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: pathToUri(place.path), uriBaseId: ROOT_ID },
            ...(place.line !== undefined && {
              region: { startLine: place.line, endLine: place.endLine ?? place.line },
            }),
          },
        },
      ],
    }),
    partialFingerprints: { 'auditlintClaim/v1': id },
    properties: {
      claim: id,
      verdict: verdict.kind,
      ...(commit !== undefined && { commit }),
      ...(seeAlso.length > 0 && { seeAlso: seeAlso.map(({ rule, fingerprint }) => ({ rule, fingerprint })) }),
    },
  };
}

/** In a message, brackets begin a link. */
function escapeLinks(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&');
}
