import { build, type Metafile } from 'esbuild';
import { projectRoot } from '../project-root.ts';

/**
 * Optional peers: native bindings, loaded when `AUDITLINT_PARSER` asks for them, the queue and the stores of a fleet, and the
 * protocol of agents, loaded by the commands that use them.
 */
const EXTERNAL = [
  'tree-sitter',
  'tree-sitter-python',
  'bullmq',
  'ioredis',
  'node-sqlite3-wasm',
  'pg',
  '@modelcontextprotocol/sdk',
];

/** Lowers the priority of threads; piscina loads it where that is asked for, which we never do. */
const NICE = '@napi-rs/nice';

// Some bundled packages are CommonJS and ask for node's own modules by `require`.
const BANNER =
  "import { createRequire as auditlintCreateRequire } from 'node:module';const require = auditlintCreateRequire(import.meta.url);";

/** The script that piscina looks for beside itself, and that runs ours in each thread. */
export const POOL_WORKER = { worker: 'node_modules/piscina/dist/worker.js' };

/** The entries of the published package. */
export const PACKAGE = {
  cli: 'src/cli/main.ts',
  index: 'src/index.ts',
  kit: 'src/kit/public.ts',
  testing: 'src/testing/index.ts',
  'map-worker': 'src/cli/map-worker.ts',
  ...POOL_WORKER,
};

/**
 * Bundles command line and public API into `outdir`. Chunks lie beside the entries, because the .wasm files are found
 * beside the running file; what is imported lazily stays lazy, so that `--version` loads almost nothing.
 */
export async function bundle(
  outdir: string,
  entryPoints: Readonly<Record<string, string>> = PACKAGE,
): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: projectRoot,
    entryPoints: { ...entryPoints },
    outdir,
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Node reads a smaller program sooner. The names in a stack trace come from the maps.
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    external: [...EXTERNAL, NICE],
    define: { __dirname: 'import.meta.dirname' },
    banner: { js: BANNER },
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}
