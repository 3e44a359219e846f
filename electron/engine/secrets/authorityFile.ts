import { readFileSync } from 'node:fs';
import { AppFailure } from '../../../shared/lib/appError';
import { readFailure } from '../fileFailure';

const largestAuthorityBytes = 1_000_000;

/** The certificates of an authority, as a file holds them in PEM form. Throws an `AppFailure` where it holds none. */
export function readAuthority(path: string): string {
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (error) {
    throw readFailure(path, error);
  }
  if (pem.length > largestAuthorityBytes || !pem.includes('-----BEGIN CERTIFICATE-----')) {
    throw new AppFailure({ code: 'invalid-file', path, detail: 'it holds no certificate in PEM form' });
  }
  return pem;
}
