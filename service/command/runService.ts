import { messageOf } from '../../shared/lib/appError';
import type { CommandPlace } from './commandPlace';
import { backUp, exportTenantFile, restore, rotateEpoch, verify } from './operationCommands';
import { serve } from './serveCommand';
import { type Environment, parseServiceCall, type ServiceCall } from './serviceArguments';
import { serviceUsage } from './serviceUsage';
import { ServiceUsageError } from './serviceUsageError';
import { createTenant, dropTenant, listTenants } from './tenantCommands';
import { createToken, listTokens, revokeTokenByKey } from './tokenCommands';

/** What surrounds a call of the service's command line. */
export interface ServiceConsole {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly environment: Environment;
  /** Where relative paths begin. */
  readonly folder: string;
  /** Fires when the service is to stop. */
  readonly stopped: AbortSignal;
}

type Command = (call: ServiceCall, place: CommandPlace) => Promise<void>;

const commands: Readonly<Record<string, Command>> = {
  serve,
  'tenant create': createTenant,
  'tenant list': listTenants,
  'tenant drop': dropTenant,
  'token create': createToken,
  'token list': listTokens,
  'token revoke': revokeTokenByKey,
  backup: backUp,
  restore,
  verify,
  export: exportTenantFile,
  'rotate-epoch': rotateEpoch,
};

/** One line of plain text: what came from outside cannot steer the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trimEnd();
}

/** Carries out a call as it was typed. Answers the exit code. */
export async function runService(words: readonly string[], console: ServiceConsole): Promise<number> {
  const { out, error, environment } = console;
  try {
    const call = parseServiceCall(words, environment);
    const command = call && commands[call.command];
    if (call === undefined || command === undefined) {
      out(serviceUsage);
      return 0;
    }
    await command(call, console);
    return 0;
  } catch (thrown) {
    error(`${printable(messageOf(thrown))}.\n`.replace('..\n', '.\n'));
    if (thrown instanceof ServiceUsageError) {
      error('See npm run --silent service -- --help\n');
      return 2;
    }
    return 1;
  }
}
