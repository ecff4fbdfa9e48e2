/** Starts `auditlint lsp`, and asks for what only a person can say. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commands, type ExtensionContext, window, workspace } from 'vscode';
import { type Executable, type ExecuteCommandSignature, LanguageClient } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(commands.registerCommand('auditlint.restart', restart));
  context.subscriptions.push(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('auditlint')) void restart();
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function restart(): Promise<void> {
  await deactivate();
  await start();
}

async function start(): Promise<void> {
  const settings = workspace.getConfiguration('auditlint');
  const profile = settings.get<string | null>('profile', null);
  const starting = new LanguageClient(
    'auditlint',
    'auditlint',
    serverOf(settings.get<string[]>('command', []), settings.get<string[]>('plugins', [])),
    {
      // Dockerfiles, workflows and requirements are read too.
      documentSelector: [{ scheme: 'file' }],
      initializationOptions: {
        diagnostics: settings.get<string>('diagnostics', 'workspace'),
        showAnswers: false,
        ...(profile !== null && { profile }),
      },
      middleware: { executeCommand },
    },
  );
  try {
    await starting.start();
    client = starting;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(
      `auditlint failed to start: ${reason}; install it (\`npm install --save-dev auditlint\`) or set \`auditlint.command\``,
    );
  }
}

function serverOf(command: readonly string[], plugins: readonly string[]): Executable {
  const [program, ...args] = command.length > 0 ? command : [installed()];
  return {
    command: program ?? 'auditlint',
    args: [...args, 'lsp', ...plugins.flatMap((each) => ['--plugin', each])],
    options: { shell: process.platform === 'win32' },
  };
}

function installed(): string {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  const name = process.platform === 'win32' ? 'auditlint.cmd' : 'auditlint';
  const local = folder === undefined ? undefined : join(folder, 'node_modules', '.bin', name);
  return local !== undefined && existsSync(local) ? local : name;
}

async function executeCommand(command: string, args: unknown[], next: ExecuteCommandSignature): Promise<unknown> {
  if (command === 'auditlint.ignore' && args.length === 3) {
    const reason = await window.showInputBox({
      title: `Suppress ${args[2]}`,
      prompt: 'Why is this finding acceptable? The reason becomes part of the comment.',
      validateInput: (text) => (text.trim() === '' ? 'Enter a reason' : undefined),
    });
    return reason === undefined ? undefined : next(command, [...args, reason.trim()]);
  }
  const answer: unknown = await next(command, args);
  if (command === 'auditlint.why' && typeof answer === 'string') {
    const document = await workspace.openTextDocument({ content: answer, language: 'plaintext' });
    await window.showTextDocument(document, { preview: true });
  }
  return answer;
}
