/** Where `ProjectModel.isFarFetched` says so. */
export const FAR_FETCHED = 'ambiguous-module';
