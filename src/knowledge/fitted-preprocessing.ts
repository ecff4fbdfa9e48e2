/** Preprocessing that learns from the rows it is given, by class. Source: https://scikit-learn.org/stable/common_pitfalls.html#data-leakage, as of 2026-11. */
export const FITTED_ON_ROWS: ReadonlySet<string> = new Set(
  'StandardScaler MinMaxScaler RobustScaler MaxAbsScaler Normalizer QuantileTransformer PowerTransformer KBinsDiscretizer SimpleImputer KNNImputer IterativeImputer PCA TruncatedSVD SelectKBest SelectPercentile SelectFromModel RFE VarianceThreshold TfidfVectorizer CountVectorizer TargetEncoder'.split(
    ' ',
  ),
);

/** Resampling that copies rows, or makes rows of their neighbours. */
export const MAKES_ROWS: ReadonlySet<string> = new Set(
  'SMOTE SMOTENC SMOTEN BorderlineSMOTE SVMSMOTE KMeansSMOTE ADASYN RandomOverSampler SMOTETomek SMOTEENN'.split(' '),
);
