import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../src/ast/index.ts';
import { waysInto } from '../../src/semantics/strangers/ways.ts';
import { fixtureOf } from './expectations.ts';

const NOTHING = { functions: new Set<string>() };

/** What comes into the argument of each `use(…)`, by line: kinds, with `?` where a guess speaks against it. */
async function waysOf(code: string): Promise<readonly string[]> {
  const { model } = await fixtureOf('app/service.py', code);
  const uses = nodesOf(model.source.module, 'Call').filter(({ func }) => func.kind === 'Name' && func.id === 'use');
  return uses.map((call) => {
    const [argument] = call.args;
    const ways = argument === undefined ? [] : waysInto(argument, model, NOTHING);
    return ways.map(({ kind, doubt }) => (doubt === undefined ? kind : `${kind}?`)).join(' ') || 'none';
  });
}

const inRoute = (body: string, imports = ''): string =>
  `import os, re\nfrom flask import Flask, request\n${imports}\napp = Flask(__name__)\nALLOWED = {"a", "b"}\n\n@app.post("/x")\ndef route():\n    text = request.json["text"]\n${body
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`;

describe('what strangers send', () => {
  it.each([
    ['text'],
    ['f"a {text}"'],
    ['"a %s" % text'],
    ['"a {}".format(text)'],
    ['" ".join(["a", text])'],
    ['text.strip().replace("a", "b")'],
    ['{"key": text}["key"]'],
    ['text or "a"'],
    ['request.args.get("name", "a")'],
    ['request.get_json()["name"]'],
    ['os.path.join("/srv", request.files["f"].filename)'],
    ['request.cookies["c"]'],
  ])('comes to `%s`', async (expression) => {
    expect(await waysOf(inRoute(`use(${expression})`))).toEqual(['request']);
  });

  it.each([
    ['int(text)'],
    ['len(text)'],
    ['{"a": 1}[text]'],
    ['"a"'],
    ['request.method'],
    ['re.sub(r"[^a-z0-9_-]", "", text)'],
    ['text if text in ALLOWED else "a"'],
  ])('does not come to `%s`', async (expression) => {
    expect(await waysOf(inRoute(`use(${expression})`))).toEqual(['none']);
  });

  it.each([
    ['if text not in ALLOWED:\n    raise ValueError\nuse(text)'],
    ['if text in ALLOWED:\n    use(text)'],
    ['if not re.fullmatch("[a-z]+", text):\n    return\nuse(text)'],
    ['match = re.match("[a-z]+$", text)\nif not match:\n    return\nuse(text)'],
    ['if text == "a":\n    use(text)'],
    ['if not text.isdigit():\n    return\ncopy = f"a {text}"\nuse(copy)'],
  ])('is stopped by a test that proves it: %s', async (body) => {
    expect(await waysOf(inRoute(body))).toEqual(['none']);
  });

  it.each([
    ['if text in ALLOWED:\n    pass\nuse(text)', 'request'],
    ['if other in ALLOWED:\n    use(text)', 'request'],
    ['if text not in ALLOWED:\n    print(text)\nuse(text)', 'request'],
    ['if text in "ab":\n    use(text)', 'request'],
    ['if is_fine(text):\n    use(text)', 'request?'],
    ['check_text(text)\nuse(text)', 'request?'],
  ])('is not stopped by a test of something else, nor by a guess: %s', async (body, ways) => {
    expect(await waysOf(inRoute(body))).toEqual([ways]);
  });

  it('is followed through functions, objects and threads of the file', async () => {
    const code = `${inRoute('run(text)\nJob(text).start()\nThread(target=later, args=(text,)).start()\nuse(made(text))')}
def made(part):
    return "a " + part

def run(command):
    use(command)

def later(command):
    use(command)

class Job:
    def __init__(self, command):
        self.command = command

    def start(self):
        use(self.command)
`;
    const [returned, ...handed] = await waysOf(code);
    expect(returned).toBe('request');
    expect(handed).toHaveLength(3);
    for (const each of handed) expect(each).toContain('request');
  });

  it('comes from sockets, bots, websockets and handlers', async () => {
    const code = `import socket
from http.server import BaseHTTPRequestHandler
from telegram import Update

def serve(connection: socket.socket):
    use(connection.recv(10).decode())

async def answer(update: Update, context):
    use(update.message.text)
    use(context.args)

class Hooks(BaseHTTPRequestHandler):
    def do_GET(self):
        use(self.path)
        use(self.headers["X-Name"])
        use(self.client_address)
`;
    expect(await waysOf(code)).toEqual(['connection', 'bot', 'bot', 'request', 'request', 'attribute']);
  });

  it('is not followed for ever', async () => {
    const steps = Array.from({ length: 2_000 }, (_, i) => `x = x + f"{x}{i}"`).join('\n');
    expect(await waysOf(inRoute(`x = text\n${steps}\nuse(x)`))).toHaveLength(1);
  });
});
