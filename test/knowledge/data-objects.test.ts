import { describe, expect, it } from 'vitest';
import { isDataClass, returnsData } from '../../src/knowledge/data-objects.ts';

describe('data objects', () => {
  it.each([
    ['pandas.DataFrame', true],
    ['pandas.core.frame.DataFrame', true],
    ['torch.utils.data.TensorDataset', true],
    ['dask.dataframe.DataFrame', false],
    ['ray.data.Dataset', false],
  ])('objects of %s: %s', (name, expected) => expect(isDataClass(name)).toBe(expected));

  it.each([
    ['pandas.read_parquet', true],
    ['numpy.random.rand', true],
    ['sklearn.datasets.load_iris', true],
    ['pandas.to_datetime', false],
    ['ray.put', false],
  ])('what %s gives: %s', (name, expected) => expect(returnsData(name)).toBe(expected));
});
