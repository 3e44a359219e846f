/** The store is full, locked, or not to be reached: it may be well again later. */
const codes = /^(SQLITE_(FULL|BUSY|IOERR|CANTOPEN|READONLY|LOCKED)|ENOSPC|EDQUOT|EROFS|ECONN|ETIMEDOUT|ENOTFOUND|EAI_)/;
/** Classes and codes of PostgreSQL: connection, resources, operator intervention, serialization that never came through. */
const postgresCodes = /^(08|53|57|58)[0-9A-Z]{3}$|^40(001|P01)$|^25006$/;

/** Whether a failure is one of where the service keeps its tenants, rather than a defect. */
export function isStoreTrouble(error: unknown): boolean {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && (codes.test(code) || postgresCodes.test(code));
}
