import { describe, expect, it } from 'vitest';
import { standingsIn } from './standings-in.ts';

const APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n';
const IMAGE = 'FROM python:3.12\nCMD ["uvicorn", "api:app"]\n';
const JOB = 'def load(rows):\n    return rows\n\n\nload([])\n';

const reachOf = (files: Readonly<Record<string, string>>, path: string, text = 'return rows') => {
  const { reach, because } = standingsIn({ 'api.py': APP, Dockerfile: IMAGE, ...files })(path, text);
  return `${reach}: ${because}`;
};

describe('what is started inside of a container runs', () => {
  it.each([
    'docker exec api python etl/load.py',
    'docker exec -it -e MODE=full api python etl/load.py',
    'docker compose exec -T api python -m etl.load',
    'docker-compose exec --user app api python etl/load.py',
  ])('by `%s`', (command) => {
    const files = { 'etl/load.py': JOB, Makefile: `load:\n\t${command}\n` };
    expect(reachOf(files, 'etl/load.py')).toBe('run: a command in `Makefile` starts `etl/load.py`');
  });
});

describe('tasks of Celery', () => {
  const files = {
    'shop/__init__.py': '',
    'shop/celery.py': 'from celery import Celery\n\napp = Celery("shop")\napp.autodiscover_tasks(["shop.orders"])\n',
    'shop/orders/__init__.py': '',
    'shop/orders/tasks.py': 'from celery import shared_task\n\n\n@shared_task\ndef load(rows):\n    return rows\n',
    Dockerfile: 'FROM python:3.12\nCMD ["celery", "-A", "shop", "worker"]\n',
  };

  it('are found in the modules that it looks for', () => {
    expect(reachOf(files, 'shop/orders/tasks.py')).toMatch(/^(?!loose)/);
    const withCelery = { ...files, 'shop/celery.py': 'from celery import Celery\n\napp = Celery("shop")\n' };
    expect(reachOf(withCelery, 'shop/orders/tasks.py')).toMatch(/^loose/);
  });
});
