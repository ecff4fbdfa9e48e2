import { describe, expect, it } from 'vitest';
import { isHeavyComputation } from '../../src/knowledge/heavy-computation.ts';

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
