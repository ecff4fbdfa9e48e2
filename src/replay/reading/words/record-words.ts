/** Names of members of JSON and of columns of CSV, as tools call them, and what they hold. */
import type { FieldKind } from './field-words.ts';
import { PhraseTable } from './phrases.ts';

/** `end-line` ends the range that `line` begins; `fingerprint` is an id that nobody reads aloud. */
export type RecordKind = FieldKind | 'end-line' | 'fingerprint';

/** Bandit, semgrep, ruff, pylint, GitLab and our own come first, because their names are short and mean one thing. */
export const RECORD_WORDS = new PhraseTable<RecordKind>({
  fingerprint: `fingerprint | guid | uuid | hash | primary key`,
  ignored: `column | col | end column | end col | offset | start offset | end offset | start col | end | start | col offset | end col offset | location column | start column | cell | tool | source tool | url | more info | help uri | noqa row | precision | reach | because | doubts | harm | ceiling | cwe | cwe id | cwe link | owasp | cve | metadata | confidence | issue confidence | effort | debt | author | schema version | severity source`,
  'end-line': `end line | line end | last line | end line number | end lineno | end row | location end line | location lines end | end location row | location end row | to line`,
  line: `line | lines | line number | line no | lineno | start line | line start | row | location row | location line | start row | location start line | location lines begin | location start row | from line | first line | line range`,
  place: `path | file | filename | file name | file path | filepath | location | location file | location path | source file | module path | uri | files | relative path | component`,
  rule: `rule | rule id | rule name | check | check id | check name | test id | test name | symbol | code id | message id | rule key`,
  title: `message | title | name | issue | finding | issue text | extra message | problem | summary | short description | headline | text | msg | vulnerability | bug`,
  text: `description | details | detail | explanation | impact | cause | reason | rationale | full description | comment | notes | content body | evidence description`,
  fix: `remedy | fix | suggestion | recommendation | remediation | solution | extra fix | suggested fix | how to fix | mitigation | fix message`,
  'code-fix': `fix code | fixed code | suggested code | replacement | code fix | corrected code | proposed code`,
  'code-now': `snippet | code snippet | extra lines | evidence | source code | context | current code | vulnerable code | code`,
  severity: `severity | issue severity | extra severity | level | priority | type severity | risk | risk level | impact level`,
  category: `category | kind | group | class | issue type | type`,
  status: `status | state | resolution`,
  owner: `owner | assignee | assigned to`,
  'fixed-in': `fixed in | fix commit`,
  id: `id | issue id | finding id | key | number | no | nr`,
});
