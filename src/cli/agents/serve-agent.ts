import type { Readable, Writable } from 'node:stream';
import type * as z from 'zod/mini';
import { TOOL } from '../../audit/version.ts';
import { ConfigurationError } from '../../config/configuration-error.ts';
import { UsageError } from '../usage-error.ts';
import type { AllowedRoots } from './allowed-roots.ts';
import { INPUT_SCHEMAS } from './input-schemas.ts';
import { Pages } from './pages.ts';
import { runTool, type ToolAnswer, type ToolGround } from './run-tool.ts';
import { TOOLS, type Tool } from './tools.ts';

const INSTRUCTIONS =
  'auditlint audits Python repositories. `scan` the files you changed, run `why` before you call a finding a false positive, ' +
  '`explain` a rule you do not know, fix the cause and `scan` again. No tool writes files, runs code of the repository or sends data.';

/** Serves one agent until it closes the streams. Throws `UsageError` where the SDK is not installed. */
export async function serveAgent(ground: AgentGround, { input, output }: AgentStreams): Promise<void> {
  const { server: sdk, stdio, types } = await loadSdk();
  const server = new sdk.Server(
    { name: TOOL.name, version: TOOL.version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  const pages = new Pages();
  server.setRequestHandler(types.ListToolsRequestSchema, () => ({ tools: TOOLS.map(describeTool) }));
  server.setRequestHandler(types.CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = TOOLS.find(({ name }) => name === params.name);
    if (tool === undefined)
      throw new types.McpError(types.ErrorCode.InvalidParams, brief(`unknown tool \`${params.name}\``));
    const parsed = tool.input.safeParse(params.arguments ?? {});
    if (!parsed.success) {
      throw new types.McpError(types.ErrorCode.InvalidParams, brief(`${tool.name}: ${issueText(parsed.error)}`));
    }
    const { text, isError } = await answer(tool, parsed.data, ground, { pages, signal });
    return { content: [{ type: 'text', text }], isError };
  });
  const gone = new Promise<void>((resolve) => {
    server.onclose = () => resolve();
    input.once('end', resolve);
    input.once('close', resolve);
  });
  await server.connect(new stdio.StdioServerTransport(input, output));
  await gone;
}

/** A package that few need: it is loaded for this command alone, and said in one sentence where it is missing. */
async function loadSdk() {
  try {
    const [server, stdio, types] = await Promise.all([
      import('@modelcontextprotocol/sdk/server/index.js'),
      import('@modelcontextprotocol/sdk/server/stdio.js'),
      import('@modelcontextprotocol/sdk/types.js'),
    ]);
    return { server, stdio, types };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause;
    throw new UsageError(
      '`auditlint mcp` needs the MCP SDK: run `npm install @modelcontextprotocol/sdk` where auditlint is installed',
    );
  }
}

function describeTool({ name, title, description }: Tool) {
  // The protocol wants an object at the top, which every input is.
  const inputSchema = INPUT_SCHEMAS[name] as { type: 'object' };
  return { name, title, description, inputSchema, annotations: READ_ONLY };
}

const READ_ONLY = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

/** What a server may read, and how it works. */
export interface AgentGround extends ToolGround {
  readonly roots: AllowedRoots;
}

/** What an agent writes, and what it reads. */
export interface AgentStreams {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable;
}

/** The page of the answer that was asked for. */
async function answer(
  tool: Tool,
  { offset, ...input }: Readonly<Record<string, unknown>>,
  ground: AgentGround,
  { pages, signal }: { readonly pages: Pages; readonly signal: AbortSignal },
): Promise<ToolAnswer> {
  const key = JSON.stringify([tool.name, Object.entries(input).sort()]);
  if (typeof offset === 'number' && offset > 0) {
    const page = pages.next(key, offset);
    if (page !== undefined) return { text: page, isError: false };
    return { text: 'this result is no longer available: call again without `offset`', isError: true };
  }
  try {
    const { text, isError } = await runTool(tool.plan(input, ground.roots), ground, signal);
    return { text: pages.first(key, text), isError };
  } catch (error) {
    if (error instanceof UsageError || error instanceof ConfigurationError)
      return { text: pages.first(key, error.message), isError: true };
    throw error;
  }
}

/** What quotes a client may quote anything. */
const brief = (text: string): string => (text.length > MAX_ERROR ? `${text.slice(0, MAX_ERROR)}…` : text);
const MAX_ERROR = 1000;

function issueText({ issues }: z.core.$ZodError): string {
  const [issue] = issues;
  if (issue === undefined) return 'invalid arguments';
  return issue.path.length === 0 ? issue.message : `\`${issue.path.join('.')}\`: ${issue.message}`;
}
