import { describe, expect, it } from 'vitest';
import { reported, standingsIn } from './standings-in.ts';

const SWEEP = `from jobs.rules import KEEP


def run():
    return sweep(KEEP)


def sweep(days):
    return days * 24


run()
`;

const JOBS = { 'jobs/__init__.py': '', 'jobs/sweep.py': SWEEP, 'jobs/rules.py': 'KEEP = 30\n' };
const PROJECT = '[project]\nname = "shop"\nversion = "1.0"\n';
const SETUPTOOLS = `[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n\n${PROJECT}`;

describe('what a command starts', () => {
  const deployed = [
    ['compose.yml', 'services:\n  sweep:\n    build: .\n    command: python -m jobs.sweep\n'],
    ['Dockerfile', 'FROM python:3.12\nCOPY . .\nCMD ["python", "-m", "jobs.sweep"]\n'],
    ['Procfile', 'sweep: python -m jobs.sweep\n'],
    ['deploy/sweep.service', '[Service]\nExecStart=/opt/shop/venv/bin/python /opt/shop/jobs/sweep.py\n'],
    ['fly.toml', '[processes]\nsweep = "python -m jobs.sweep"\n'],
    ['render.yaml', 'services:\n  - type: worker\n    name: sweep\n    startCommand: python -m jobs.sweep\n'],
    ['railway.json', '{"deploy": {"startCommand": "python -m jobs.sweep"}}\n'],
  ] as const;

  it.each(deployed)('is run, with what it calls and imports: %s', (path, content) => {
    const at = standingsIn({ ...JOBS, [path]: content });
    const because = `a command in \`${path}\` starts \`jobs/sweep.py\``;
    expect(reported(at('jobs/sweep.py', 'run()\n'))).toBe(`run: ${because}`);
    expect(reported(at('jobs/sweep.py', 'return days'))).toBe(`run: \`run\` reaches it; ${because}`);
    expect(reported(at('jobs/rules.py', 'KEEP'))).toBe(`run: \`jobs.sweep\` imports it; ${because}`);
  });

  const byHand = [
    [
      '.github/workflows/sweep.yml',
      'on: push\njobs:\n  sweep:\n    runs-on: ubuntu-latest\n    steps:\n      - run: python -m jobs.sweep\n',
    ],
    ['README.md', '# Jobs\n\n```bash\npython -m jobs.sweep\n```\n'],
    ['Makefile', 'sweep:\n\tpython -m jobs.sweep\n'],
    ['bin/sweep.sh', '#!/bin/sh\npython -m jobs.sweep\n'],
    ['compose.dev.yml', 'services:\n  sweep:\n    build: .\n    command: python -m jobs.sweep\n'],
  ] as const;

  it.each(byHand)('is run by hand, where CI and people give it: %s', (path, content) => {
    const at = standingsIn({ ...JOBS, [path]: content });
    const because = `a command in \`${path}\` starts \`jobs/sweep.py\``;
    expect(reported(at('jobs/sweep.py', 'run()\n'))).toBe(`run by hand: ${because}`);
    expect(reported(at('jobs/rules.py', 'KEEP'))).toBe(`run by hand: \`jobs.sweep\` imports it; ${because}`);
  });

  it('is what is deployed rather than what people do', () => {
    const at = standingsIn({ ...JOBS, ...Object.fromEntries([...byHand, ...deployed.slice(0, 1)]) });
    expect(at('jobs/sweep.py', 'run()\n')).toMatchObject({
      reach: 'run',
      because: expect.stringContaining('compose.yml'),
    });
    expect(at('jobs/sweep.py', 'run()\n').isByHand).toBeUndefined();
  });

  it('is not what a document below the README mentions', () => {
    const at = standingsIn({ ...JOBS, 'docs/sweeping.md': '```bash\npython -m jobs.sweep\n```\n' });
    expect(at('jobs/sweep.py', 'run()\n').reach).toBe('loose');
  });
});

describe('what packaging declares', () => {
  it('is run, from the function that it names', () => {
    const at = standingsIn({
      'pyproject.toml': `${PROJECT}\n[project.scripts]\nshop = "shop.main:main"\n`,
      'shop/__init__.py': '',
      'shop/main.py': 'def main():\n    return step()\n\n\ndef step():\n    return 1\n',
    });
    expect(reported(at('shop/main.py', 'return step'))).toBe('run: packaging declares `shop` as an entry point');
    expect(reported(at('shop/main.py', 'return 1'))).toBe(
      'run: `main` reaches it; packaging declares `shop` as an entry point',
    );
  });

  it('is by hand where it is only `python -m`', () => {
    const at = standingsIn({ 'shop/__init__.py': '', 'shop/__main__.py': 'from shop import x\n\nprint(x)\n' });
    expect(reported(at('shop/__main__.py', 'print'))).toBe('run by hand: `python -m` runs `shop/__main__.py`');
  });
});

describe('a service', () => {
  const API = 'from fastapi import FastAPI\nfrom shop import orders\n\napp = FastAPI()\n';

  it('is the module that makes the application, and its code runs with what it imports', () => {
    const at = standingsIn({ 'shop/__init__.py': '', 'shop/api.py': API, 'shop/orders.py': 'LIMIT = 7\n' });
    expect(reported(at('shop/api.py', 'app ='))).toBe('served: `shop.api` runs as a service');
    expect(reported(at('shop/orders.py', 'LIMIT'))).toBe('served: `shop.api` runs as a service and imports it');
  });

  it('is a program that loops for as long as the process runs', () => {
    const loop = 'def main():\n    while True:\n        poll()\n\n\nif __name__ == "__main__":\n    main()\n';
    const at = standingsIn({ 'worker.py': `import time\n\n\n${loop}`, 'scripts/watch.py': `import time\n\n\n${loop}` });
    expect(reported(at('worker.py', 'import time'))).toBe('served: `worker` runs as a service');
    // A script is run by hand or not at all.
    expect(at('scripts/watch.py', 'import time').reach).toBe('loose');
  });

  it('is no file whose name no import can have', () => {
    const at = standingsIn({
      'shop/__init__.py': '',
      'shop/api (old).py': 'from fastapi import FastAPI\n\napp = FastAPI()\n',
    });
    expect(at('shop/api (old).py', 'app =').reach).toBe('loose');
  });

  it('was left behind where people are told to start another one', () => {
    const files = { 'shop/__init__.py': '', 'shop/api.py': API, 'shop/orders.py': 'LIMIT = 7\n' };
    const trial = 'from fastapi import FastAPI\n\napp = FastAPI()\n';
    const shown = { 'README.md': '```sh\nuvicorn shop.api:app\n```\n' };
    const at = standingsIn({ ...files, ...shown, 'shop/trial.py': trial });
    expect(reported(at('shop/trial.py', 'app ='))).toBe('loose: nothing runs, imports or mentions `shop.trial`');
    expect(reported(at('shop/api.py', 'app ='))).toBe('served: `shop.api` runs as a service');
    // Tools look for some names of files where nobody names one.
    const found = standingsIn({ ...files, ...shown, 'app.py': trial });
    expect(reported(found('app.py', 'app ='))).toBe('served: `app` runs as a service');
    const script = { 'README.md': '```sh\npython -m shop.orders\n```\n' };
    expect(reported(standingsIn({ ...files, ...script, 'shop/trial.py': trial })('shop/trial.py', 'app ='))).toMatch(
      /^served: /,
    );
  });

  it('is started by hand where another one is what is deployed', () => {
    const files = { 'shop/__init__.py': '', 'shop/api.py': API, 'shop/orders.py': 'LIMIT = 7\n' };
    const trial = 'from fastapi import FastAPI\n\napp = FastAPI()\n';
    const image = 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "shop.api:app"]\n';
    const shown = { 'README.md': '```sh\nuvicorn shop.trial:app\n```\n' };
    const at = standingsIn({ ...files, ...shown, 'shop/trial.py': trial, Dockerfile: image });
    expect(reported(at('shop/trial.py', 'app ='))).toBe(
      'served by hand: `shop.trial` runs as a service, though other services are the ones that are started',
    );
    // What nothing names besides was left behind.
    const left = standingsIn({ ...files, 'shop/trial.py': trial, Dockerfile: image });
    expect(reported(left('shop/trial.py', 'app ='))).toBe('loose: nothing runs, imports or mentions `shop.trial`');
    // A command that starts no service says nothing of the services.
    const sweep = 'FROM python:3.12\nCOPY . .\nCMD ["python", "-m", "shop.orders"]\n';
    const both = standingsIn({ ...files, 'shop/trial.py': trial, Dockerfile: sweep });
    expect(reported(both('shop/trial.py', 'app ='))).toBe('served: `shop.trial` runs as a service');
  });

  it('does not serve what it imports for the type checker alone', () => {
    const api = `from typing import TYPE_CHECKING\n\n${API}\nif TYPE_CHECKING:\n    from shop import prices\n`;
    const at = standingsIn({
      'shop/__init__.py': '',
      'shop/api.py': api,
      'shop/orders.py': '',
      'shop/prices.py': 'VAT = 0.19\n',
    });
    expect(at('shop/prices.py', 'VAT').reach).not.toBe('served');
  });
});

describe('what stands under `__main__`', () => {
  const orders = (last: string): string =>
    `def sum_up(day):\n    return day\n\n\ndef try_out():\n    print(1)\n\n\nif __name__ == "__main__":\n    ${last}\n`;
  const api = 'from fastapi import FastAPI\nfrom shop import orders\n\napp = FastAPI()\n';

  it('does not run where the module is only imported, nor what it alone calls', () => {
    const at = standingsIn({ 'shop/__init__.py': '', 'shop/api.py': api, 'shop/orders.py': orders('try_out()') });
    expect(reported(at('shop/orders.py', 'try_out()\n'))).toBe(
      'loose: this runs only when `shop/orders.py` is run directly, and nothing does so',
    );
    expect(at('shop/orders.py', 'print(1)').reach).toBe('imported');
  });

  it('runs where something runs the file', () => {
    const image = 'FROM python:3.12\nCOPY . .\nCMD ["python", "-m", "shop.orders"]\n';
    const files = { 'shop/__init__.py': '', 'shop/orders.py': orders('try_out()'), Dockerfile: image };
    const at = standingsIn(files);
    expect(at('shop/orders.py', 'try_out()\n').reach).toBe('run');
    expect(at('shop/orders.py', 'print(1)').reach).toBe('run');
  });
});

describe('a library', () => {
  const LIBRARY = {
    'pyproject.toml': SETUPTOOLS,
    'src/shop/__init__.py': 'from shop.orders import place\n',
    'src/shop/orders.py':
      'def place():\n    return 1\n\n\ndef cancel():\n    return 2\n\n\ndef _clear():\n    return 3\n',
    'src/shop/_parts.py': 'def weigh():\n    return 4\n',
  };

  it('offers its public modules, and what is public in them', () => {
    const at = standingsIn(LIBRARY);
    for (const text of ['return 1', 'return 2'])
      expect(reported(at('src/shop/orders.py', text))).toBe(
        'imported: `shop.orders` is part of the public API of `shop`',
      );
  });

  it('offers nothing private: that is used by the library or not at all', () => {
    const at = standingsIn(LIBRARY);
    expect(reported(at('src/shop/orders.py', 'return 3'))).toBe('loose: nothing calls `_clear`');
    expect(reported(at('src/shop/_parts.py', 'return 4'))).toBe(
      'loose: nothing runs, imports or mentions `shop._parts`',
    );
    const using = standingsIn({ ...LIBRARY, 'src/shop/__init__.py': 'from shop._parts import weigh\n' });
    expect(using('src/shop/_parts.py', 'return 4').reach).toBe('imported');
  });

  it('is an application where something of it is deployed: then its public functions are used or not, too', () => {
    const at = standingsIn({
      ...LIBRARY,
      Dockerfile: 'FROM python:3.12\nCOPY . .\nCMD ["python", "-c", "import shop"]\n',
      'src/shop/serve.py': 'from fastapi import FastAPI\nimport shop.orders\n\napp = FastAPI()\n',
    });
    expect(reported(at('src/shop/orders.py', 'return 2'))).toBe('loose: nothing calls `cancel`');
    expect(at('src/shop/orders.py', 'return 1').reach).toBe('imported');
  });
});

describe('a loose module', () => {
  it('is one that nothing starts, imports or names', () => {
    const at = standingsIn({ ...JOBS, 'fix_orders.py': 'import os\n\nprint(os.name)\n' });
    expect(reported(at('fix_orders.py', 'print'))).toBe('loose: nothing runs, imports or mentions `fix_orders`');
  });

  it('is none where nothing tells what is started: whoever uses the project runs its files', () => {
    const files = {
      'train.py': 'import rates\n\nif __name__ == "__main__":\n    print(rates.LR)\n',
      'rates.py': 'LR = 3\n',
    };
    const at = standingsIn(files);
    const because = '`train.py` can be run directly, and the project declares no other entry point';
    expect(reported(at('train.py', 'import rates'))).toBe(`run by hand: ${because}`);
    expect(reported(at('rates.py', 'LR'))).toBe(`run by hand: \`train\` imports it; ${because}`);
    const among = standingsIn({ ...files, Procfile: 'web: python serve.py\n', 'serve.py': 'import json\n' });
    expect(reported(among('train.py', 'import rates'))).toBe('loose: nothing runs, imports or mentions `train`');
  });

  it('takes no other along', () => {
    const at = standingsIn({ 'lib/a.py': 'import lib.b\n', 'lib/b.py': 'LIMIT = 1\n' });
    expect(reported(at('lib/b.py', 'LIMIT'))).toBe('loose: only unused modules import `lib.b`');
  });

  it('is not run by its tests', () => {
    const at = standingsIn({
      'lib/b.py': 'LIMIT = 1\n',
      'tests/test_b.py': 'from lib.b import LIMIT\n\n\ndef test_limit():\n    assert LIMIT\n',
    });
    expect(at('lib/b.py', 'LIMIT').reach).toBe('loose');
  });
});

describe('a module of a package', () => {
  const api = 'from fastapi import FastAPI\nfrom shop.orders import place\n\napp = FastAPI()\n';

  it('is loose where a package of its name is imported in its place', () => {
    const at = standingsIn({
      'shop/__init__.py': '',
      'shop/api.py': api,
      'shop/orders.py': 'def place():\n    return 1\n',
      'shop/orders/__init__.py': 'def place():\n    return 2\n',
    });
    expect(reported(at('shop/orders.py', 'return 1'))).toBe(
      'loose: the package in `shop/orders/` is imported instead of it',
    );
    expect(at('shop/orders/__init__.py', 'return 2').reach).not.toBe('loose');
  });

  it.each([
    ['CMD ["python", "jobs/sweep.py"]', 'loose', 'nothing runs, imports or mentions `jobs`'],
    ['CMD ["python", "-m", "jobs.sweep"]', 'imported', '`jobs` is mentioned where modules are loaded by name'],
  ])('is imported by who imports the module, and not by who runs its file: %s', (command, reach, because) => {
    const at = standingsIn({
      ...JOBS,
      'jobs/__init__.py': 'SIZE = 3\n',
      Dockerfile: `FROM python:3.12\nCOPY . .\n${command}\n`,
    });
    expect(at('jobs/__init__.py', 'SIZE')).toMatchObject({ reach, because });
  });

  it('is loose behind an import that is nowhere, where no other module lacks the same', () => {
    const files = {
      'shop/__init__.py': '',
      'shop/api.py': api,
      'shop/orders.py': 'import importlib\n\n\ndef place(name):\n    return importlib.import_module(name)\n',
      'shop/parts/__init__.py': '',
      'shop/mails.py': 'import smtplib\nfrom shop.parts.texts import TEXT\n\nSENT = smtplib.SMTP(TEXT)\n',
    };
    const at = standingsIn(files);
    expect(reported(at('shop/mails.py', 'SENT = '))).toBe(
      'loose: importing it fails: there is no module `shop.parts.texts`',
    );
    expect(at('shop/mails.py', 'import smtplib').reach).toBe('imported');
    const among = standingsIn({ ...files, 'shop/notes.py': 'from shop.parts.texts import TEXT\n' });
    expect(among('shop/mails.py', 'SENT = ').reach).toBe('imported');
    const filled = standingsIn({ ...files, 'shop/parts/texts.py': 'TEXT = 1\n' });
    expect(filled('shop/mails.py', 'SENT = ').reach).toBe('imported');
  });

  it('serves where a bot that runs names it as an extension', () => {
    const cog =
      'from discord.ext import commands\n\n\nclass Orders(commands.Cog):\n    @commands.command()\n    async def place(self, ctx):\n        await ctx.send("placed")\n\n\nasync def setup(bot):\n    await bot.add_cog(Orders())\n';
    const at = standingsIn({
      'bot.py':
        'from discord.ext import commands\n\nbot = commands.Bot("!")\n\n\n@bot.event\nasync def setup_hook():\n    await bot.load_extension("cogs.orders")\n\n\nif __name__ == "__main__":\n    bot.run("key")\n',
      'cogs/orders.py': cog,
      'cogs/bills.py': cog,
    });
    expect(at('cogs/orders.py', 'ctx.send').reach).toBe('served');
    expect(at('cogs/bills.py', 'ctx.send').reach).not.toBe('served');
  });

  it('serves where it waits for what comes to a bot', () => {
    const at = standingsIn({
      'main.py':
        'import asyncio\n\nfrom aiogram import Bot, Dispatcher\n\nimport orders\n\n\nasync def main():\n    try:\n        dp = Dispatcher()\n    except Exception:\n        raise\n    dp.include_router(orders.router)\n    await dp.start_polling(Bot("key"))\n\n\nif __name__ == "__main__":\n    asyncio.run(main())\n',
      'orders.py': 'from aiogram import Router\n\nrouter = Router()\n',
      'README.md': '# Orders\n\n```bash\npython main.py\n```\n',
    });
    expect(reported(at('orders.py', 'router ='))).toBe('served: `main` runs as a service and imports it');
  });

  it('is loose behind a name that a file does not define, also where it serves', () => {
    const files = {
      'shop/__init__.py': '',
      'shop/orders.py': 'PLACED = 1\n',
      'shop/api.py':
        'from fastapi import FastAPI\nfrom shop.orders import place\n\napp = FastAPI()\n\n\n@app.get("/")\ndef home():\n    return place()\n',
    };
    const at = standingsIn(files);
    expect(reported(at('shop/api.py', 'return place'))).toBe(
      'loose: importing it fails: `shop/orders.py` defines no `place`',
    );
    expect(at('shop/api.py', 'from shop.orders').reach).toBe('served');
    const whole = standingsIn({ ...files, 'shop/orders.py': 'def place():\n    return 1\n' });
    expect(whole('shop/api.py', 'return place').reach).toBe('served');
  });

  it('serves where somebody adds the cog, wherever its base stands', () => {
    const cog = (name: string): string =>
      `from discord.commands import slash_command\nfrom parts.base import Base\n\n\nclass ${name}(Base):\n    @slash_command()\n    async def run(self, ctx):\n        await ctx.respond("done")\n`;
    const at = standingsIn({
      'src/bot.py':
        'from discord.ext import commands\nfrom parts.left import Left\nfrom parts.added import Added\n\nbot = commands.Bot("!")\nbot.add_cog(Added(bot))\nbot.run("token")\n',
      'src/parts/base.py': 'from discord.ext.commands import Cog\n\n\nclass Base(Cog):\n    pass\n',
      'src/parts/left.py': cog('Left'),
      'src/parts/added.py': cog('Added'),
    });
    expect(reported(at('src/parts/left.py', 'await ctx'))).toBe('loose: nothing instantiates `Left`');
    expect(at('src/parts/added.py', 'await ctx').reach).toBe('served');
  });

  it('is not loaded by a loop over names that are written, unless it is one of them', () => {
    const at = standingsIn({
      'shop/__init__.py': '',
      'shop/api.py': `${api}import importlib\n\nfor name in ("json", "shop.bills"):\n    importlib.import_module(name)\n`,
      'shop/orders.py': 'def place():\n    return 1\n',
      'shop/bills.py': 'def pay():\n    return 1\n\n\nPAID = pay()\n',
      'shop/trial.py': 'def weigh():\n    return 1\n\n\nWEIGHT = weigh()\n',
    });
    expect(at('shop/bills.py', 'return 1').reach).toBe('imported');
    expect(reported(at('shop/trial.py', 'return 1'))).toBe('loose: nothing runs, imports or mentions `shop.trial`');
  });

  const trial = 'def weigh():\n    return 1\n\n\nWEIGHT = weigh()\n';

  it('is loose where only documents mention it, unless it can be run', () => {
    const document = { 'docs/trial.md': '```\npython -m shop.trial\n```\n' };
    const at = standingsIn({ 'shop/__init__.py': '', 'shop/api.py': api, 'shop/trial.py': trial, ...document });
    expect(reported(at('shop/trial.py', 'return 1'))).toBe('loose: only documents mention `shop.trial`');
    const runnable = `${trial}\nif __name__ == "__main__":\n    print(WEIGHT)\n`;
    const run = standingsIn({ 'shop/__init__.py': '', 'shop/api.py': api, 'shop/trial.py': runnable, ...document });
    expect(reported(run('shop/trial.py', 'return 1'))).toBe('imported: documents mention `shop.trial`');
  });

  it('is offered where the README shows how to import it', () => {
    const shop = { 'shop/__init__.py': '', 'shop/api.py': api, 'shop/trial.py': trial };
    const shown = '```python\nfrom shop.trial import weigh\n```\n';
    for (const line of ['from shop.trial import weigh', 'from shop import bills, trial as t', 'import shop.trial']) {
      const README = `\`\`\`python\n${line}\n\`\`\`\n`;
      expect(standingsIn({ ...shop, 'README.md': README })('shop/trial.py', 'return 1').reach, line).toBe('imported');
    }
    expect(standingsIn({ ...shop, 'docs/trial.md': shown })('shop/trial.py', 'return 1').reach).toBe('loose');
  });

  it('is reached by its name where what names it is reached', () => {
    const names = 'PARTS = ["shop.trial"]\n';
    const at = standingsIn({
      'shop/__init__.py': '',
      'shop/api.py': `${api}from shop.parts import PARTS\n`,
      'shop/parts.py': names,
      'shop/trial.py': trial,
    });
    expect(reported(at('shop/trial.py', 'return 1'))).toBe(
      'imported: `shop.trial` is mentioned where modules are loaded by name',
    );
    const loose = standingsIn({
      'shop/__init__.py': '',
      'shop/api.py': api,
      'shop/parts.py': names,
      'shop/trial.py': trial,
    });
    expect(reported(loose('shop/trial.py', 'return 1'))).toBe('loose: only unused modules mention `shop.trial`');
    const besides = standingsIn({
      'shop/__init__.py': '',
      'shop/api.py': `${api}from shop.parts import PARTS\n`,
      'shop/parts.py': names,
      'shop/trial.py': trial,
      'try_it.py': 'from shop.trial import weigh\n\nweigh()\n',
    });
    expect(besides('shop/trial.py', 'return 1').reach).toBe('imported');
  });

  it('is reached in one way, whatever else names it', () => {
    const dead = { 'old.py': 'OLD = ["shop.trial"]\n' };
    const loading = `${api}import importlib\n\n\ndef load(name):\n    return importlib.import_module(f"shop.{name}")\n`;
    const loaded = { 'shop/__init__.py': '', 'shop/api.py': loading, 'shop/trial.py': trial };
    expect(standingsIn(loaded)('shop/trial.py', 'return 1').reach).toBe('imported');
    expect(standingsIn({ ...loaded, ...dead })('shop/trial.py', 'return 1').reach).toBe('imported');
    const offered = { 'shop/__init__.py': '__all__ = ["trial"]\n', 'shop/api.py': api, 'shop/trial.py': trial };
    expect(standingsIn(offered)('shop/trial.py', 'return 1').reach).toBe('imported');
    expect(standingsIn({ ...offered, ...dead })('shop/trial.py', 'return 1').reach).toBe('imported');
  });

  it('is reached where a file that is no document names it', () => {
    const at = standingsIn({
      'shop/__init__.py': '',
      'shop/api.py': api,
      'shop/trial.py': trial,
      'parts.yaml': 'parts:\n  - shop.trial\n',
    });
    expect(at('shop/trial.py', 'return 1').reach).toBe('imported');
  });
});
