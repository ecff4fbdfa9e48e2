/**
 * Metrics that compare true values (`y_true`, first) with predicted ones (`y_pred` or `y_score`, second).
 * Source: https://scikit-learn.org/1.8/api/sklearn.metrics.html, as of 2026-11.
 */
import { words } from './words.ts';

export const COMPARING_METRICS: ReadonlySet<string> = new Set(
  words(`
    accuracy_score balanced_accuracy_score f1_score fbeta_score precision_score recall_score jaccard_score
    precision_recall_fscore_support classification_report confusion_matrix multilabel_confusion_matrix matthews_corrcoef
    cohen_kappa_score hamming_loss zero_one_loss log_loss roc_auc_score average_precision_score brier_score_loss roc_curve
    precision_recall_curve top_k_accuracy_score
    mean_squared_error root_mean_squared_error mean_absolute_error mean_squared_log_error median_absolute_error max_error
    mean_absolute_percentage_error r2_score explained_variance_score mean_pinball_loss d2_absolute_error_score
  `).map((name) => `sklearn.metrics.${name}`),
);
