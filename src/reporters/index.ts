/** Output formats: a report in, text out; no console, no files. Each format is loaded when it is wanted. */
export { csvRow } from './csv-row.ts';
export { escapeCommands, escapeControls, escapeJson, escapeLogLine, escapeWorkflowCommands } from './escape.ts';
export type { DocumentFormat, Format, FormatOptions, Formatter } from './formats.ts';
export { FORMATS, loadFormatter } from './formats.ts';
export { formatWhyJson } from './json/report-why.ts';
export { jsonDocument } from './json-document.ts';
export { closingLine, statisticsLines } from './pretty/closing-lines.ts';
export type { Report, SourceReader } from './report.ts';
export { shellArgument, shellWord } from './shell-word.ts';
export type { Style, StyledLine, StyledText } from './styled-text.ts';
export { BLANK_LINE, plain, styled } from './styled-text.ts';
