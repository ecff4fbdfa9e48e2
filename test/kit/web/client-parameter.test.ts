import { describe, expect, it } from 'vitest';
import { nodesOf, parametersOf } from '../../../src/ast/index.ts';
import { isFromClient } from '../../../src/kit/web/index.ts';
import { fixtureOf } from '../../semantics/expectations.ts';

const IMPORTS = `from typing import Annotated, Literal, Optional
from fastapi import BackgroundTasks, Body, Depends, Header, Query, Request
from shop.models import Order
from shop.db import Session, connect
`;

async function isGiven(parameter: string): Promise<boolean> {
  const { model } = await fixtureOf('app/api.py', `${IMPORTS}\ndef serve(${parameter}): pass\n`);
  const [given] = nodesOf(model.source.module, 'FunctionDef').flatMap(parametersOf);
  if (given === undefined) throw new Error('no parameter');
  return isFromClient(given, { types: model.types, text: model.source.text });
}

describe('isFromClient', () => {
  it.each([
    'name',
    'name: str',
    'count: int = 3',
    'tags: list[str]',
    'kind: Literal["a", "b"]',
    'name: Optional[str] = None',
    'name: str = Query(...)',
    'rows: dict = Body()',
  ])('%s', async (parameter) => {
    expect(await isGiven(parameter)).toBe(true);
  });

  it.each([
    'self',
    'request',
    'request: Request',
    'tasks: BackgroundTasks',
    'session: Session = Depends(connect)',
    'session=Depends(connect)',
    'session: Annotated[Session, Depends(connect)]',
    'agent: Annotated[str, Header()]',
    'agent: str = Header()',
    'order: Order',
  ])('not %s', async (parameter) => {
    expect(await isGiven(parameter)).toBe(false);
  });
});
