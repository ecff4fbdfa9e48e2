import { describe, expect, it } from 'vitest';
import { holdsLoopByComputing, isHeavyComputation } from '../../src/knowledge/heavy-computation.ts';

describe('isHeavyComputation', () => {
  it.each([
    ['torch.nn.functional.interpolate', true],
    ['sklearn.decomposition.PCA.fit_transform', true],
    ['PIL.Image.Image.resize', true],
    ['numpy.linalg.svd', true],
    ['torch.load', false],
    ['torch.cuda.synchronize', false],
    ['cv2.imread', false],
    ['PIL.Image.Image.save', false],
    ['numpy.array', false],
    ['torchlight.run', false],
  ])('%s: %s', (name, expected) => {
    expect(isHeavyComputation(name)).toBe(expected);
  });
});

describe('holdsLoopByComputing', () => {
  it.each([
    ['bcrypt.checkpw', true],
    ['gzip.compress', true],
    ['pandas.read_csv', true],
    ['sklearn.decomposition.PCA.fit_transform', true],
    ['bcrypt.gensalt', false],
    ['hashlib.sha256', false],
    ['pandas.Timestamp', false],
    ['cv2.imread', false],
  ])('%s: %s', (name, expected) => {
    expect(holdsLoopByComputing(name)).toBe(expected);
  });
});
