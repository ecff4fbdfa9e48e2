import { build } from 'esbuild';

const FOLDER = 'src/report/html';

/** What the audit's page is made of besides its text: script and style, as small as they get. */
export async function generatePageParts(root: string): Promise<string> {
  const script = await bundled(root, `${FOLDER}/client/page.ts`);
  const style = await bundled(root, `${FOLDER}/style/page.css`);
  const parts = [
    ['script', script],
    ['style', style],
  ] as const;
  for (const [name, text] of parts)
    if (text.toLowerCase().includes(`</${name}`)) throw new Error(`the ${name} of the page would end itself`);
  return `// Written by \`npm run generate\` from the folders client and style. Do not edit.

export const SCRIPT =
  ${JSON.stringify(script)};

export const STYLE =
  ${JSON.stringify(style)};
`;
}

async function bundled(root: string, entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    minify: true,
    // The first that know `light-dark()`.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    legalComments: 'none',
  });
  return (outputFiles[0]?.text ?? '').trim();
}
