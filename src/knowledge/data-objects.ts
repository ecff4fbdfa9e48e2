/**
 * Objects that hold the data themselves; lazy and distributed collections are plans, and small. Written 2026-11 from
 * knowledge of the libraries; not checked page by page.
 */

/** Whether objects of a class (by its qualified name) hold data. */
export const isDataClass = (qualifiedName: string): boolean => DATA_CLASS.test(qualifiedName);

/** Whether a call of a function (by its qualified name) gives such an object. */
export const returnsData = (qualifiedName: string): boolean => DATA_CALL.test(qualifiedName);

const DATA_CLASS =
  /^(pandas\.(core\.\w+\.)*(DataFrame|Series)|polars\.(\w+\.)*(DataFrame|Series)|numpy\.(ndarray|array)|torch\.Tensor|pyarrow\.(lib\.)?Table|scipy\.sparse\.\w+|xarray\.(Dataset|DataArray)|anndata\.AnnData|geopandas\.GeoDataFrame|torch\.utils\.data\.(\w+\.)*(\w*Dataset|DataLoader|Subset)|datasets\.(\w+\.)*(Dataset|DatasetDict))$/;
const DATA_CALL =
  /^(pandas\.(read_\w+|concat|DataFrame|merge)|polars\.(read_\w+|DataFrame)|numpy\.(load|loadtxt|genfromtxt|fromfile|array|zeros|ones|empty|random\.\w+|concatenate|stack|vstack|memmap)|torch\.(load|randn|rand|zeros|tensor|cat|stack|from_numpy)|datasets\.load_(dataset|from_disk)|sklearn\.datasets\.\w+|pyarrow\.(\w+\.)*read_table)$/;
