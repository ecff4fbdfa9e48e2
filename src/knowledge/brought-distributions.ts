import { REQUIREMENTS_OF, REQUIRES_NOTHING } from './brought-distributions.generated.ts';
import { tableOf } from './table.ts';
import { words } from './words.ts';

/** What the locks from which the table is made do not hold, or hold under conditions alone. Source: their metadata. */
const ADDED = tableOf(`
  apache-airflow alembic attrs cryptography httpx jinja2 jsonschema lazy-object-proxy packaging pendulum pluggy psutil
  pyjwt python-dateutil requests rich sqlalchemy tabulate tenacity
  cached-path boto3 filelock google-cloud-storage huggingface-hub packaging requests rich
  delta-spark pyspark importlib-metadata
  gevent greenlet
  gradio fastapi httpx jinja2 markupsafe numpy orjson packaging pandas pillow pydantic pyyaml typer uvicorn
  kedro attrs cachetools click cookiecutter dynaconf fsspec gitpython more-itertools omegaconf parse pluggy pyyaml rich
  pandas numpy python-dateutil
  prometheus-fastapi-instrumentator prometheus-client starlette
  pyspark py4j
  rioxarray numpy packaging pyproj rasterio xarray
  sam2 hydra-core iopath numpy pillow torch torchvision tqdm
`);

/** What a distribution requires on every machine, as far as it has a module that is known; undefined where it is not known. */
export function requirementsOfDistribution(distribution: string): readonly string[] | undefined {
  const row = ADDED.get(distribution) ?? REQUIREMENTS.get(distribution);
  return row?.split(' ') ?? (LONERS.has(distribution) || REQUIRED.has(distribution) ? [] : undefined);
}

const REQUIREMENTS = tableOf(REQUIREMENTS_OF);
const LONERS: ReadonlySet<string> = new Set(words(REQUIRES_NOTHING));
const REQUIRED: ReadonlySet<string> = new Set(
  [...REQUIREMENTS.values(), ...ADDED.values()].flatMap((row) => row.split(' ')),
);
