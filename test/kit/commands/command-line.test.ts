import { describe, expect, it } from 'vitest';
import { type Call, type FunctionDef, walk } from '../../../src/ast/index.ts';
import { argparseOptions, optionsOfParameters } from '../../../src/kit/commands/index.ts';
import { fixtureOf } from '../../semantics/expectations.ts';

type Options = readonly { readonly spelled: string; readonly dest: string }[];
const described = (options: Options): readonly string[] => options.map(({ spelled, dest }) => `${spelled} ${dest}`);

async function argparse(call: string): Promise<readonly string[]> {
  const { model } = await fixtureOf('app/cli.py', `import argparse\nparser = argparse.ArgumentParser()\n${call}\n`);
  const calls: Call[] = [];
  walk(model.source.module, (node) => {
    if (node.kind === 'Call') calls.push(node);
  });
  return calls.slice(1).flatMap((each) => described(argparseOptions(each, model)));
}

async function onFunction(content: string): Promise<readonly string[]> {
  const { model } = await fixtureOf('app/cli.py', content);
  const functions: FunctionDef[] = [];
  walk(model.source.module, (node) => {
    if (node.kind === 'FunctionDef') functions.push(node);
  });
  return functions.flatMap((fn) => described(optionsOfParameters(fn, model)));
}

describe('argparseOptions', () => {
  it.each([
    ['parser.add_argument("-v", "--verbose-log", action="store_true")', ['--verbose-log verbose_log']],
    ['parser.add_argument("--rate", dest="speed", type=float)', ['--rate speed']],
    ['parser.add_argument("-n")', ['-n n']],
  ])('reads %s', async (call, options) => {
    expect(await argparse(call)).toEqual(options);
  });

  it.each([
    ['a positional', 'parser.add_argument("path")'],
    ['what acts while it is parsed', 'parser.add_argument("--version", action="version", version="1")'],
    ['what is kept for old command lines', 'parser.add_argument("--fast", help="deprecated, has no effect")'],
    ['what is hidden', 'parser.add_argument("--fast", help=argparse.SUPPRESS)'],
    ['what cannot be seen whole', 'parser.add_argument("--fast", **more)'],
  ])('leaves out %s', async (_, call) => {
    expect(await argparse(call)).toEqual([]);
  });
});

describe('options of click', () => {
  it('reads spellings, explicit names and flags with two sides', async () => {
    const options = await onFunction(
      'import click\n\n@click.command()\n@click.option("-o", "--out-dir")\n@click.option("--rate", "speed")\n@click.option("--cache/--no-cache")\ndef main(out_dir, speed, cache): ...\n',
    );
    expect(options).toEqual(['--out-dir out_dir', '--rate speed', '--cache/--no-cache cache']);
  });

  it('is silent behind a decorator of another kind, and of options that act by themselves', async () => {
    const content = (decorator: string) =>
      `import click\nfrom app import wrap\n\n${decorator}\n@click.option("--rate", is_eager=True)\n@click.option("--out")\ndef main(rate, out): ...\n`;
    expect(await onFunction(content('@wrap'))).toEqual([]);
    expect(await onFunction(content('@click.command()'))).toEqual(['--out out']);
  });
});

describe('options of typer', () => {
  it('reads defaults and annotations', async () => {
    const options = await onFunction(
      'from typing import Annotated\nimport typer\napp = typer.Typer()\n\n@app.command()\ndef main(out_dir: str = typer.Option("."), rate: Annotated[int, typer.Option()] = 1, path: str = "."): ...\n',
    );
    expect(options).toEqual(['--out-dir out_dir', '--rate rate']);
  });
});
