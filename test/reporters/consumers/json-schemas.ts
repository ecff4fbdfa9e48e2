/**
 * JSON schemas written from what the consumers document, stricter than theirs: what we do not write is not allowed. GitLab
 * publishes no reader of its own (tools/release/verify-reports.ts).
 */

const text = { type: 'string', minLength: 1 };
const line = { type: 'integer', minimum: 1 };

function object(required: object, optional: object = {}): object {
  const properties = { ...required, ...optional };
  return { type: 'object', required: Object.keys(required), properties, additionalProperties: false };
}

const list = (items: object, more: object = {}): object => ({ type: 'array', items, ...more });

/**
 * docs.gitlab.com/ci/testing/code_quality, "Code Quality report format"; GitLab checks each element by
 * app/validators/json_schemas/codeclimate.json and stops at the first that fails. SPEC.md of codeclimate/platform, "Issues",
 * requires a type and categories.
 */
export const GITLAB = list(
  object({
    type: { const: 'issue' },
    description: text,
    check_name: text,
    categories: list(
      {
        enum: [
          ...['Bug Risk', 'Clarity', 'Compatibility', 'Complexity', 'Duplication', 'Performance', 'Security', 'Style'],
        ],
      },
      { minItems: 1 },
    ),
    fingerprint: text,
    severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
    location: object({
      path: { type: 'string', pattern: '^(?!\\./|/)' },
      lines: object({ begin: line }, { end: line }),
    }),
  }),
);

const column = { type: 'integer', minimum: 0 };
const sonarLocation = object({
  message: text,
  filePath: text,
  textRange: {
    ...object({ startLine: line }, { endLine: line, startColumn: column, endColumn: column }),
    dependencies: { startColumn: ['endColumn'], endColumn: ['startColumn'] },
  },
});

/** docs.sonarsource.com, "Generic formatted issue reports"; the severities are those that every version knows. */
export const SONARQUBE = object({
  rules: list(
    object({
      id: text,
      name: text,
      description: text,
      engineId: text,
      cleanCodeAttribute: {
        enum: [
          ...['CONVENTIONAL', 'FORMATTED', 'IDENTIFIABLE', 'CLEAR', 'COMPLETE', 'EFFICIENT', 'LOGICAL', 'DISTINCT'],
          ...['FOCUSED', 'MODULAR', 'TESTED', 'LAWFUL', 'RESPECTFUL', 'TRUSTWORTHY'],
        ],
      },
      impacts: list(
        object({
          softwareQuality: { enum: ['SECURITY', 'RELIABILITY', 'MAINTAINABILITY'] },
          severity: { enum: ['HIGH', 'MEDIUM', 'LOW'] },
        }),
        { minItems: 1 },
      ),
    }),
  ),
  issues: list(object({ ruleId: text, primaryLocation: sonarLocation }, { secondaryLocations: list(sonarLocation) })),
});

const position = object({ line }, { column: line });

/**
 * DiagnosticResult of reviewdog's proto/rdf/reviewdog.proto, with the members that all its versions know. reviewdog and the
 * schema that it publishes read a report in `npm run verify-release`; that schema requires no member and allows any.
 */
export const RDJSON = object({
  source: object({ name: text, url: text }),
  diagnostics: list(
    object(
      {
        message: text,
        location: object({ path: text, range: object({ start: position, end: position }) }),
        severity: { enum: ['ERROR', 'WARNING', 'INFO'] },
        code: object({ value: text }),
      },
      { suggestions: list(object({ range: object({ start: position, end: position }), text })) },
    ),
  ),
});
