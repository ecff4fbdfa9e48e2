import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../src/ast/index.ts';
import { flowsInto, type Sink } from '../../src/semantics/taint/flows.ts';
import { REDIRECT_SINK } from '../../src/semantics/taint/sinks.ts';
import { fixtureOf } from './expectations.ts';

const NOTHING: Sink = { sanitizers: new Set<string>() };

/** What comes into the argument of each `use(…)`, by line: kinds, with `?` where a guess speaks against it. */
async function flowsOf(code: string, sink = NOTHING): Promise<readonly string[]> {
  const { model } = await fixtureOf('app/service.py', code);
  const uses = nodesOf(model.source.module, 'Call').filter(({ func }) => func.kind === 'Name' && func.id === 'use');
  return uses.map((call) => {
    const [argument] = call.args;
    const flows = argument === undefined ? [] : flowsInto(argument, model, sink);
    return flows.map(({ kind, doubt }) => (doubt === undefined ? kind : `${kind}?`)).join(' ') || 'none';
  });
}

const CHECKS = `def is_known(word):
    return word in ALLOWED

def holds_known(word):
    return any(each in word for each in ALLOWED)

def refuse_unknown(word):
    if word not in ALLOWED:
        raise ValueError(word)
`;

const inRoute = (body: string, imports = ''): string =>
  `import os, re\nfrom flask import Flask, request\n${imports}\napp = Flask(__name__)\nALLOWED = {"a", "b"}\n\n${CHECKS}\n@app.post("/x")\ndef route():\n    text = request.json["text"]\n${body
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`;

describe('untrusted input', () => {
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
    expect(await flowsOf(inRoute(`use(${expression})`))).toEqual(['request']);
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
    expect(await flowsOf(inRoute(`use(${expression})`))).toEqual(['none']);
  });

  it.each([
    ['if text not in ALLOWED:\n    raise ValueError\nuse(text)'],
    ['if text in ALLOWED:\n    use(text)'],
    ['if not re.fullmatch("[a-z]+", text):\n    return\nuse(text)'],
    ['match = re.match("[a-z]+$", text)\nif not match:\n    return\nuse(text)'],
    ['if text == "a":\n    use(text)'],
    ['if not text.isdigit():\n    return\ncopy = f"a {text}"\nuse(copy)'],
    ['if not is_known(text):\n    return\nuse(text)'],
    ['refuse_unknown(text)\nuse(text)'],
    ['if not all(each in ALLOWED for each in text):\n    return\nuse(text)'],
    ['for each in [part for part in text if part in ALLOWED]:\n    use(each)'],
    ['match text:\n    case "a" | "b":\n        use(text)'],
    ['match text:\n    case "a":\n        pass\n    case _:\n        return\nuse(text)'],
    ['match text:\n    case "a":\n        pass\n    case _:\n        text = "a"\nuse(text)'],
    ['match text, 1:\n    case ("a" | "b" as copy, _):\n        use(copy + text)'],
    ['match text:\n    case copy if copy in ALLOWED:\n        use(copy)'],
  ])('is stopped by a test that proves it: %s', async (body) => {
    expect(await flowsOf(inRoute(body))).toEqual(['none']);
  });

  it.each([
    ['if text in ALLOWED:\n    pass\nuse(text)', 'request'],
    ['if other in ALLOWED:\n    use(text)', 'request'],
    ['if text not in ALLOWED:\n    print(text)\nuse(text)', 'request'],
    ['if text in "ab":\n    use(text)', 'request'],
    ['if is_fine(text):\n    use(text)', 'request?'],
    ['if len(text) == 3:\n    use(text)', 'request'],
    ['if text[0] == "a":\n    use(text)', 'request'],
    ['if text.suffix in ALLOWED:\n    use(text)', 'request'],
    ['if re.match("[a-z]+", text):\n    use(text)', 'request'],
    ['if re.fullmatch(".+", text):\n    use(text)', 'request'],
    ['if holds_known(text):\n    use(text)', 'request?'],
    ['parts = []\nparts.append(text)\nuse(" ".join(parts))', 'request'],
    ['check_text(text)\nuse(text)', 'request?'],
    ['match text:\n    case "a":\n        pass\n    case _:\n        use(text)', 'request'],
    ['match text:\n    case "a":\n        pass\nuse(text)', 'request'],
    ['match text:\n    case str(copy):\n        use(copy)', 'request'],
  ])('is not stopped by a test of something else, nor by a guess: %s', async (body, flows) => {
    expect(await flowsOf(inRoute(body))).toEqual([flows]);
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
    const [returned, ...handed] = await flowsOf(code);
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
    expect(await flowsOf(code)).toEqual(['connection', 'bot', 'bot', 'request', 'request', 'attribute']);
  });

  it('comes from the models that call tools, from views of another module, and in the names of what is packed', async () => {
    const code = `import zipfile
from django.http import HttpResponse
from langchain_core.tools import tool

@tool
def fetch(address: str, count: int):
    use(address)
    use(count)

def page(request, name):
    use(name)
    with zipfile.ZipFile(request.FILES["packed"]) as packed:
        for member in packed.namelist():
            use(member)
    return HttpResponse(name)

def part_of(request, name):
    use(name)
    return name.upper

SCHEMA = {"name": "count", "parameters": {"type": "object"}}

def count(words: str):
    use(words)
`;
    expect(await flowsOf(code)).toEqual(['model', 'none', 'request?', 'request', 'parameter', 'model']);
  });

  it('comes in the dicts of a bot, and not in what its server writes there', async () => {
    const code = `from slack_bolt import App

app = App()

@app.event("message")
def heard(event, body, say):
    use(event["text"])
    use(body["event"]["text"])
    use(event["channel"])

@app.command("/fetch")
def fetch(ack, command):
    inner = command
    use(inner["text"])

class Words:
    def matched(self, context, say):
        use(context["matches"][0])
        use(context["team_id"])

    def unheard(self, context):
        use(context["matches"][0])

    def register(self):
        app.message("x")(self.matched)
`;
    expect(await flowsOf(code)).toEqual(['bot', 'bot', 'none', 'bot', 'bot', 'none', 'parameter']);
  });

  it('comes to the methods of a listener', async () => {
    const code = `import mastodon

class Listener(mastodon.StreamListener):
    def on_update(self, toot):
        use(toot["content"])
        use(toot.content)
        use(toot["id"])

    def keep(self, toot):
        use(toot["content"])
`;
    expect(await flowsOf(code)).toEqual(['bot', 'bot', 'none', 'parameter']);
  });

  it.each([
    ['client.add_event_callback(heard, kind)'],
    ['bot.register_message_handler(heard)'],
    ['app.message("x")(heard)'],
  ])('comes to what is registered with a bot of another module: %s', async (registration) => {
    const code = (line: string): string =>
      `def heard(message, say):\n    use(message["text"])\n\ndef register(app, bot, client, kind):\n    ${line}\n`;
    expect(await flowsOf(code(registration))).toEqual(['bot']);
    expect(await flowsOf(code('print(heard)'))).toEqual(['parameter']);
  });

  it('comes to a route whose decorator is called', async () => {
    const code = `from flask import Flask, request

app = Flask(__name__)

def show(name):
    use(name)

def other(name):
    use(name)

app.get("/<path:name>")(show)
`;
    expect(await flowsOf(code)).toEqual(['request', 'parameter']);
  });

  it('is not followed in circles through an event', async () => {
    const code = `from slack_bolt import App

app = App()

@app.event("message")
def heard(event):
    while more():
        inner = inner["message"]
        use(inner["text"])
`;
    expect(await flowsOf(code)).toEqual(['none']);
  });

  it('is not followed for ever', async () => {
    const steps = Array.from({ length: 2_000 }, (_, i) => `x = x + f"{x}{i}"`).join('\n');
    expect(await flowsOf(inRoute(`x = text\n${steps}\nuse(x)`))).toHaveLength(1);
  });
});

describe('an address that a browser is sent to', () => {
  const CUT = `def cut(target):
    if urlparse(target).netloc:
        target = "/"
`;
  const sent = async (body: string): Promise<readonly string[]> =>
    await flowsOf(inRoute(body, `from urllib.parse import urlparse\n${CUT}`), REDIRECT_SINK);

  it.each([
    ['use(request.args["host"])'],
    ['use(request.args.get("origin"))'],
    ['use(text)'],
    // What another function binds to a name of its own is not what was given to it.
    ['cut(text)\nuse(text)'],
    ['if urlparse(text).netloc:\n    other = "/"\nuse(text)'],
    ['if urlparse(text).netloc:\n    text = request.args["b"]\nuse(text)'],
  ])('may be of the client: %j', async (body) => {
    expect(await sent(body)).toEqual(['request']);
  });

  it.each([
    ['use(request.headers["Host"])'],
    ['use(request.headers.get("Referer", "/"))'],
    ['use(request.url)'],
    ['if urlparse(text).netloc:\n    text = "/"\nuse(text)'],
    ['if urlparse(text).netloc:\n    return\nuse(text)'],
  ])('is none of the client: %j', async (body) => {
    expect(await sent(body)).toEqual(['none']);
  });
});
