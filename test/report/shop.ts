/** A small system with a bit of all that an audit tells: services, a queue, stores, a schedule, findings, a suppression. */

export const SHOP: Readonly<Record<string, string>> = {
  'pyproject.toml':
    '[project]\nname = "corner-shop"\nversion = "1.0"\n[project.scripts]\nshop-admin = "shop.admin:main"\n',
  'compose.yaml': `services:
  web:
    build: .
    command: uvicorn shop.web:app --host 0.0.0.0
    ports: ["8000:8000"]
    depends_on: [db]
  worker:
    build: .
    command: python -m shop.worker
    depends_on: [db]
  db:
    image: postgres:16
`,
  Dockerfile: 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nUSER shop\nCMD ["python", "-m", "shop.worker"]\n',
  '.github/workflows/nightly.yml':
    'name: nightly\non:\n  schedule:\n    - cron: "0 2 * * *"\njobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo night\n',
  'shop/__init__.py': '',
  'shop/web.py': `import psycopg
import redis
import stripe
from fastapi import FastAPI

app = FastAPI()
orders = redis.Redis()


def pay(order, tenant_id):
    return stripe.Charge.create(order)


@app.post("/orders")
def order(item: str):
    orders.lpush("orders", item)
    return pay(item, "shop", "twice")


@app.get("/orders")
def listed():
    return psycopg.connect("dbname=shop").execute("select 1")
`,
  'shop/worker.py': `import redis

from shop import admin

orders = redis.Redis()


def serve():
    while True:
        item = orders.brpop("orders")
        print(item, admin)
        weigh(item, "kg")  # auditlint: ignore[call-signature-mismatch] it is a probe


def weigh(item):
    return item


if __name__ == "__main__":
    serve()
`,
  'shop/admin.py': 'from shop import stock\n\n\ndef main():\n    return stock.count()\n',
  'shop/stock.py': 'from shop import admin\n\n\ndef count():\n    return admin\n',
};
