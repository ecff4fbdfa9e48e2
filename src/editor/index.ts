/** The language server: what an editor is told while someone types. The command line gives it streams, rules and the day. */
export type { EditorProcess } from './editor-connection.ts';
export type { EditorHost } from './editor-host.ts';
export { serveEditor } from './serve-editor.ts';
