/** One function per output format: a report in, text out. No console, no files. */
export { escapeControls, escapeJson, escapeWorkflowCommands } from './escape.ts';
export { formatJson } from './json/report-json.ts';
export { closingLine, statisticsLines } from './pretty/closing-lines.ts';
export type { PrettyOptions } from './pretty/report-pretty.ts';
export { formatPretty } from './pretty/report-pretty.ts';
export type { Report, SourceReader } from './report.ts';
export type { SarifOptions } from './sarif/report-sarif.ts';
export { formatSarif } from './sarif/report-sarif.ts';
export type { Style, StyledLine, StyledText } from './styled-text.ts';
export { BLANK_LINE, plain, styled } from './styled-text.ts';
