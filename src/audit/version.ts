import manifest from '../../package.json' with { type: 'json' };

/** Name and version of the tool, as the package has them; the bundler writes them into the program. */
export const TOOL = { name: manifest.name, version: manifest.version } as const;
