/** Where `ProjectModel.isFarFetched` says so. */
export const FAR_FETCHED = 'the import may mean another module than the one of that name in a distant folder';
