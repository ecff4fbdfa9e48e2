/** What copies of one mistake the rules tell as one finding, in repositories made for it. */
import { describe, expect, it } from 'vitest';
import { reportedOnce } from '../../src/audit/index.ts';
import { importRule } from '../../tools/generate/load-rules.ts';
import { findRuleFiles } from '../../tools/generate/rule-files.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { makeRepository } from '../discover/repository.ts';
import { optionsFor, scanRepository } from '../engine/scan-repository.ts';

const reported = async (name: string, files: Readonly<Record<string, string>>): Promise<string[]> => {
  const file = findRuleFiles(projectRoot).find((each) => each.name === name);
  if (file === undefined) throw new Error(`there is no rule ${name}`);
  const rules = [{ ...file, rule: await importRule(file) }];
  const options = optionsFor(rules, { [name]: { profile: 'strict' } });
  const report = await scanRepository(makeRepository(files), rules, {}, options);
  return reportedOnce(report).findings.map(({ location, places = [] }) =>
    [location, ...places.map((place) => place.location)].map(({ path, line }) => `${path}:${line}`).join(' + '),
  );
};

const parser = (option: string): string =>
  `import argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("${option}")\nprint(parser.parse_args())\n`;

describe('one cause is', () => {
  it('the program that lacks the options, whatever commands name it', async () => {
    const files = {
      Makefile: 'load:\n\tpython load.py --host db\nsend:\n\tpython send.py --host db\n',
      'README.md': '# Loads\n\n```console\n$ python load.py --port 1\n```\n',
      'load.py': parser('--url'),
      'send.py': parser('--target'),
    };
    expect(await reported('pipeline-unknown-option', files)).toEqual(['Makefile:2 + README.md:4', 'Makefile:4']);
  });

  it('the class that lacks attributes, and its copies, but no other class of the name', async () => {
    const panel = (...lacked: readonly string[]): string =>
      `class Panel:\n    def show(self):\n        return [${lacked.map((name) => `self.${name}`).join(', ')}]\n\n\npanel = Panel()\n`;
    const files = { 'oven.py': panel('heat', 'fan'), 'kiln.py': panel('heat', 'fan'), 'mill.py': panel('stones') };
    expect(await reported('attribute-never-bound', files)).toEqual([
      'kiln.py:3 + kiln.py:3 + oven.py:3 + oven.py:3',
      'mill.py:3',
    ]);
  });

  it('the image without the program of its health check, whatever compose file uses it', async () => {
    const compose = (name: string): string =>
      `services:\n  ${name}:\n    image: ollama/ollama:0.5.7\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost:11434"]\n`;
    const files = { 'compose.yml': compose('models'), 'compose.spread.yml': compose('answers') };
    expect(await reported('docker-healthcheck-command-missing', files)).toEqual([
      'compose.spread.yml:5 + compose.yml:5',
    ]);
  });

  it('the class whose methods block, and the file that calls libraries that do', async () => {
    const route = (name: string, body: string): string =>
      `\n\n@app.get("/${name}")\nasync def ${name}():\n    ${body}\n`;
    const files = {
      'store.py':
        'import requests\n\n\nclass Store:\n    def save(self):\n        requests.get("https://store/2", timeout=9)\n\n    def load(self):\n        requests.get("https://store/1", timeout=9)\n',
      'api.py': `import time\nimport requests\nfrom fastapi import FastAPI\nfrom store import Store\n\napp = FastAPI()\nstore = Store()\n${[
        route('hold', 'store.save()'),
        route('have', 'store.load()'),
        route('wait', 'time.sleep(5)'),
        route('ask', 'requests.get("https://shop/1", timeout=9)'),
      ].join('')}`,
    };
    expect(await reported('blocking-call-in-async', files)).toEqual(['api.py:12 + api.py:17', 'api.py:22 + api.py:27']);
  });

  it('nothing in a class of which a part could not be read', async () => {
    const gate = (rest: string): string =>
      `class Gate:\n    def open(self):\n        return self.limit\n\n    def close(self):\n        return None${rest}\n\n\ngate = Gate()\n`;
    expect(await reported('attribute-never-bound', { 'gate.py': gate('') })).toEqual(['gate.py:3']);
    expect(
      await reported('attribute-never-bound', { 'gate.py': gate('    def widen(self):\n        self.limit = 3') }),
    ).toEqual([]);
  });

  it('the place that hides the failures of a step', async () => {
    const Dockerfile =
      'FROM debian:12\nRUN apt-get update \\\n && apt-get install -y git \\\n && make; true\nRUN make -C native || true\nCMD ["git"]\n';
    expect(await reported('docker-ignored-failure', { Dockerfile })).toEqual([
      'Dockerfile:2 + Dockerfile:3 + Dockerfile:4',
      'Dockerfile:5',
    ]);
  });

  it('the Dockerfile whose sources are missing', async () => {
    const code =
      'FROM python:3.12-slim\nCOPY requirements.txt pyproject.toml ./\nCOPY requirements-prod.txt .\nCOPY settings.ini .\nCMD ["python"]\n';
    const files = {
      Dockerfile: code,
      'worker.dockerfile': code,
      'requirements.txt': 'fastapi\n',
      'pyproject.toml': '',
    };
    expect(await reported('docker-copy-source-missing', files)).toEqual([
      'Dockerfile:3 + Dockerfile:4',
      'worker.dockerfile:3 + worker.dockerfile:4',
    ]);
  });

  it('the function that goes on in threads, itself, in a lambda or a partial', async () => {
    // Under a lock, so that no guess joins them.
    const wait = (run: string) =>
      `    async with lock:\n        await asyncio.wait_for(asyncio.to_thread(${run}), timeout=30)\n`;
    const head =
      'import asyncio\nfrom functools import partial\nfrom models import client, other\n\nlock = asyncio.Lock()\n';
    const files = {
      'models.py': 'from library import make\n\nclient = make()\nother = make()\n',
      'ask.py': `${head}async def ask(text):\n${wait('lambda: client.create(text)')}${wait('other.create, text')}`,
      'warm.py': `${head}async def warm(given):\n${wait('client.create')}${wait('partial(client.create, 1)')}${wait('given.run')}${wait('given.run')}`,
      'nested.py': `${head}async def one():\n    def work():\n        client.create()\n${wait('work')}\n\nasync def two():\n    def work():\n        client.create()\n${wait('work')}`,
    };
    expect(await reported('timeout-leaves-thread-running', files)).toEqual([
      'ask.py:8 + warm.py:8 + warm.py:10',
      'ask.py:10',
      'nested.py:10',
      'nested.py:17',
      'warm.py:12',
      'warm.py:14',
    ]);
  });

  it('the module that lacks names, or the module that is not there', async () => {
    const files = {
      'shop/__init__.py': '',
      'shop/topics.py': 'ORDERED = "ordered"\n',
      'shop/balances.py': 'from shop.topics import BALANCED\n\nprint(BALANCED)\n',
      'shop/positions.py': 'from .topics import MOVED, OPENED\n\nprint(MOVED, OPENED)\n',
      'shop/mail.py': 'from shop.letters import write\n\nprint(write())\n',
      'shop/news.py': 'from shop.letters import send\n\nprint(send())\n',
      'shop/stamps.py': 'from shop.prices import stamp\n\nprint(stamp)\n',
    };
    expect(await reported('unresolvable-import', files)).toEqual([
      'shop/balances.py:1 + shop/positions.py:1',
      'shop/mail.py:1 + shop/news.py:1',
      'shop/stamps.py:1',
    ]);
  });

  it('the member that a family lacks, for all of its classes that read it', async () => {
    const agent = (name: string, ...lacked: readonly string[]): string =>
      `from desk.base import Agent, Parsing\n\n\nclass ${name}(Agent, Parsing):\n    def run(self):\n        return [${lacked.map((each) => `self.${each}`).join(', ')}]\n\n\n${name}().run()\n`;
    const files = {
      'desk/__init__.py': '',
      'desk/base.py': 'class Agent:\n    name = ""\n\n\nclass Parsing:\n    def parse(self):\n        return {}\n',
      'desk/ideas.py': agent('Ideas', 'parsed'),
      'desk/scripts.py': agent('Scripts', 'parsed', 'length'),
      'desk/trends.py': agent('Trends', 'sources'),
    };
    expect(await reported('attribute-never-bound', files)).toEqual([
      'desk/ideas.py:6 + desk/scripts.py:6',
      'desk/scripts.py:6',
      'desk/trends.py:6',
    ]);
  });

  it('the function that awaits none of its coroutines', async () => {
    const files = {
      'rooms/__init__.py': '',
      'rooms/door.py': 'async def knock(): ...\nasync def enter(): ...\nasync def leave(): ...\n',
      'rooms/guest.py':
        'from rooms import door\n\n\ndef visit():\n    door.knock()\n    door.enter()\n\n\ndef part():\n    door.leave()\n',
      'rooms/host.py': 'from rooms import door\n\n\ndef open_up():\n    door.knock()\n',
    };
    expect(await reported('coroutine-never-awaited', files)).toEqual([
      'rooms/guest.py:5 + rooms/guest.py:6 + rooms/host.py:5',
      'rooms/guest.py:10',
    ]);
  });

  it('the image without a program, for its own check and for that of a service', async () => {
    const files = {
      Dockerfile:
        'FROM python:3.12-slim\nHEALTHCHECK CMD curl -f http://localhost:8000\nCMD ["python", "-m", "orders"]\n',
      'compose.yml':
        'services:\n  orders:\n    build: .\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost:8000"]\n',
    };
    expect(await reported('docker-healthcheck-command-missing', files)).toEqual(['Dockerfile:2 + compose.yml:5']);
  });

  it('the class of which the same files miss members, or of which one file does', async () => {
    const reading = (...members: readonly string[]): string =>
      `from bank.stores import Files, Table\n\nfiles = Files()\n\n\n${members.map((each) => `def ${each}():\n    return files.${each}\n`).join('\n\n')}`;
    const files = {
      'bank/__init__.py': '',
      'bank/stores.py': 'class Files:\n    rows = 1\n\n\nclass Table:\n    rows = 1\n',
      'bank/first.py': reading('balance', 'save'),
      'bank/second.py': reading('save'),
      'bank/third.py': reading('width'),
    };
    expect(await reported('missing-member', files)).toEqual([
      'bank/first.py:7 + bank/first.py:11 + bank/second.py:7',
      'bank/third.py:7',
    ]);
  });

  it('of a member that many files miss, not what one of them misses besides', async () => {
    const reading = (...members: readonly string[]): string =>
      `from bank.stores import Files\n\nfiles = Files()\n\n\n${members.map((each) => `def ${each}():\n    return files.${each}\n`).join('\n\n')}`;
    const files = {
      'bank/__init__.py': '',
      'bank/stores.py': 'class Files:\n    rows = 1\n',
      'bank/first.py': reading('balance', 'save'),
      'bank/second.py': reading('save'),
      'bank/third.py': reading('save'),
    };
    expect(await reported('missing-member', files)).toEqual([
      'bank/first.py:7',
      'bank/first.py:11 + bank/second.py:7 + bank/third.py:7',
    ]);
  });

  it('the class whose methods a file awaits, which are plain', async () => {
    const files = {
      'ships/__init__.py': '',
      'ships/ferry.py':
        'class Ferry:\n    def load(self) -> int:\n        return 1\n\n    def sail(self) -> int:\n        return 2\n',
      'ships/port.py':
        'from ships.ferry import Ferry\n\nferry = Ferry()\n\n\nasync def load():\n    await ferry.load()\n\n\nasync def sail():\n    await ferry.sail()\n',
    };
    expect(await reported('missing-member', files)).toEqual(['ships/port.py:7 + ships/port.py:11']);
  });

  it('classes of one module that a file asks for the same', async () => {
    const files = {
      'conf/__init__.py': '',
      'conf/parts.py': 'class Mail:\n    host = ""\n\n\nclass Store:\n    path = ""\n',
      'conf/load.py':
        'from conf.parts import Mail, Store\n\n\ndef mail():\n    return Mail.from_dict({})\n\n\ndef store():\n    return Store.from_dict({})\n\n\nprint(Mail(), Store())\n',
    };
    expect(await reported('missing-member', files)).toEqual(['conf/load.py:5 + conf/load.py:9']);
  });

  it('the argument that functions of one class lack for the same callers', async () => {
    const files = {
      'shop/__init__.py': '',
      'shop/checks.py':
        'class Checks:\n    def page(user):\n        return user\n\n    def channel(user):\n        return user\n\n    def mail(user):\n        return user\n',
      'shop/campaign.py':
        'from shop.checks import Checks\n\n\ndef page(user):\n    return Checks.page(user, field="p")\n\n\ndef channel(user):\n    return Checks.channel(user, field="c")\n\n\ndef mail(user):\n    return Checks.mail(user, kind="m")\n',
    };
    expect(await reported('call-signature-mismatch', files)).toEqual([
      'shop/campaign.py:5 + shop/campaign.py:9',
      'shop/campaign.py:13',
    ]);
  });

  it('the modules of one package that went together', async () => {
    const files = {
      'shop/__init__.py': '',
      'shop/load.py':
        'def orders():\n    from shop.cache import get\n\n    return get()\n\n\ndef people():\n    from shop.remote import fetch\n\n    return fetch()\n',
      'shop/sync.py': 'def people():\n    from shop.remote import fetch\n\n    return fetch()\n',
      'shop/mail.py': 'def write():\n    from shop.letters import send\n\n    return send()\n',
    };
    expect(await reported('unresolvable-import', files)).toEqual([
      'shop/load.py:2 + shop/load.py:8 + shop/sync.py:2',
      'shop/mail.py:2',
    ]);
  });
});
