/** Generators whose next output follows from the former ones, and what seeds them. */
import { words } from './words.ts';

/** Functions of `numpy.random` that draw from the generator of the module. */
export const NUMPY_DRAWS: ReadonlySet<string> = new Set(
  words(
    `rand randn randint random random_sample ranf sample random_integers choice shuffle permutation bytes normal uniform
    standard_normal binomial poisson beta gamma exponential multinomial multivariate_normal lognormal laplace dirichlet triangular`,
  ),
);

/** Functions and methods that draw, by their qualified names. */
export const PREDICTABLE_DRAWS =
  /^(?:random\.(?:Random\.)?(?:random|randint|randrange|choice|choices|sample|getrandbits|randbytes|uniform)|numpy\.random\.(?:(?:Generator|RandomState)\.)?(?:rand|randn|randint|choice|bytes|integers|random|normal|uniform|random_integers|random_sample)|torch\.(?:rand|randn|randint|randperm|normal|rand_like|randn_like))$/;

/** What takes a seed as its first argument. */
export const SEEDERS: ReadonlySet<string> = new Set(
  words(
    `random.seed random.Random random.Random.seed numpy.random.seed numpy.random.default_rng numpy.random.RandomState
    numpy.random.SeedSequence numpy.random.PCG64 numpy.random.Philox numpy.random.RandomState.seed torch.manual_seed
    torch.cuda.manual_seed torch.cuda.manual_seed_all torch.random.manual_seed torch.Generator.manual_seed jax.random.PRNGKey
    jax.random.key tensorflow.random.set_seed tensorflow.set_random_seed lightning.seed_everything transformers.set_seed`,
  ),
);
