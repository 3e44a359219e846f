import { safeStorage } from 'electron';
import type { SecretRequest } from '../../shared/contract/engineHost';
import { assertNever } from '../../shared/lib/assertNever';

/** Without a keyring Linux falls back to a key that is written in the program: that protects nothing. */
function isSafe(): boolean {
  if (!safeStorage.isEncryptionAvailable()) {
    return false;
  }
  return process.platform !== 'linux' || !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
}

function open(sealed: string): string | undefined {
  try {
    return safeStorage.decryptString(Buffer.from(sealed, 'base64'));
  } catch {
    // Sealed by another keychain: the person enters it again.
    return undefined;
  }
}

/** Answers one question of the engine from the operating system's keychain. */
export function answerSecret(request: SecretRequest): string | undefined {
  if (request.action === 'keeping') {
    return isSafe() ? 'keychain' : 'memory';
  }
  if (!isSafe()) {
    return undefined;
  }
  switch (request.action) {
    case 'seal':
      return safeStorage.encryptString(request.secret).toString('base64');
    case 'open':
      return open(request.sealed);
    default:
      return assertNever(request, 'SecretRequest');
  }
}
