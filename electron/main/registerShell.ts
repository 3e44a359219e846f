import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { type ShellCall, shellCalls, type ShellRequest, type ShellResponse } from '../../shared/contract/shell';
import { type AppError, messageOf } from '../../shared/lib/appError';
import { err, ok, type Result } from '../../shared/lib/result';
import { isOwnPage } from './appOrigin';

/** One function a call; a missing one does not compile. */
export type ShellHandlers = {
  readonly [C in ShellCall]: (request: ShellRequest<C>, event: IpcMainInvokeEvent) => Promise<ShellResponse<C>>;
};

type Answer<C extends ShellCall> = Result<ShellResponse<C>, AppError>;

/** Only the top frame of one of the program's own pages is answered. */
function isTrusted(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isOwnPage(frame.url);
}

function bind<C extends ShellCall>(name: C, handlers: ShellHandlers): void {
  ipcMain.handle(name, async (event, raw: unknown): Promise<Answer<C>> => {
    if (!isTrusted(event)) {
      return err({ code: 'bad-request', detail: `${name}: not asked by the program's own page` });
    }
    const request = shellCalls[name].request.safeParse(raw);
    if (!request.success) {
      return err({ code: 'bad-request', detail: `${name}: ${request.error.message}` });
    }
    try {
      const response = await handlers[name](request.data as ShellRequest<C>, event);
      return ok(shellCalls[name].response.parse(response) as ShellResponse<C>);
    } catch (error) {
      return err({ code: 'unexpected', detail: messageOf(error) });
    }
  });
}

/** Answers the whole contract: trusted sender, checked question, checked answer. */
export function registerShell(handlers: ShellHandlers): void {
  for (const name of Object.keys(shellCalls) as ShellCall[]) {
    bind(name, handlers);
  }
}
