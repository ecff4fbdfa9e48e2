/** What draws at random unless it is given a seed. Sources: the signatures at https://scikit-learn.org/stable/api, imbalanced-learn, PyTorch and pandas, as of 2026-11. */
export interface RandomUse {
  readonly kind: 'split' | 'model';
  /** What makes it repeatable. */
  readonly keyword: string;
  /** What differs from run to run. */
  readonly what: string;
  /** It draws only where this is given and not false. */
  readonly onlyWith?: string;
  /** It draws nothing where this is false. */
  readonly unless?: string;
}

const SPLIT = { kind: 'split', keyword: 'random_state', what: 'split' } as const;
const MODEL = { kind: 'model', keyword: 'random_state', what: 'model' } as const;
const SAMPLE = { kind: 'split', keyword: 'random_state', what: 'sample' } as const;

const named = (names: string, use: RandomUse): [string, RandomUse][] => names.split(' ').map((name) => [name, use]);

const USES: ReadonlyMap<string, RandomUse> = new Map([
  ...named('train_test_split', { ...SPLIT, unless: 'shuffle' }),
  ...named('ShuffleSplit StratifiedShuffleSplit GroupShuffleSplit RepeatedKFold RepeatedStratifiedKFold', SPLIT),
  ...named('KFold StratifiedKFold StratifiedGroupKFold', { ...SPLIT, onlyWith: 'shuffle' }),
  ...named('RandomizedSearchCV HalvingRandomSearchCV ParameterSampler', { ...SPLIT, what: 'set of candidates' }),
  ...named(
    'SMOTE SMOTENC SMOTEN BorderlineSMOTE SVMSMOTE KMeansSMOTE ADASYN RandomOverSampler RandomUnderSampler SMOTETomek SMOTEENN',
    SAMPLE,
  ),
  ...named('resample shuffle', SAMPLE),
  ...named(
    'RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor GradientBoostingClassifier GradientBoostingRegressor AdaBoostClassifier AdaBoostRegressor BaggingClassifier BaggingRegressor DecisionTreeClassifier DecisionTreeRegressor MLPClassifier MLPRegressor SGDClassifier SGDRegressor KMeans MiniBatchKMeans GaussianMixture IsolationForest TSNE RandomTreesEmbedding BalancedRandomForestClassifier',
    MODEL,
  ),
  ...named('random_split', { kind: 'split', keyword: 'generator', what: 'split' }),
]);

const OF_LIBRARY = /^(?:sklearn|imblearn|torch|torchvision)\./;

/** By the qualified name of what is called; `name` is its last part. */
export function drawsAtRandom(callee: string, name: string): RandomUse | undefined {
  return OF_LIBRARY.test(callee) ? USES.get(name) : undefined;
}
