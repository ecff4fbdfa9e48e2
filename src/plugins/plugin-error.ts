/** What is wrong with a plug-in, as one sentence. */
export class PluginError extends Error {}
