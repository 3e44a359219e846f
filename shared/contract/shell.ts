import { z } from 'zod';

const nothing = z.object({}).strict();
const path = z.string().min(1).max(4_096);
const maybePath = z.object({ path: path.optional() });

/** What a file dialog is for; the program knows its title and file types. */
export const filePurposeSchema = z.enum([
  'project',
  'plant-exchange',
  'history-csv',
  'picture',
  'certificate',
  'export-folder',
]);
export type FilePurpose = z.infer<typeof filePurposeSchema>;

/** Every question a window may ask the program around it. Plant data never comes this way: it has the engine's port. */
export const shellCalls = {
  'shell:info': {
    request: nothing,
    response: z.object({ version: z.string(), userDataFolder: path, platform: z.string() }),
  },
  /** Asks for a port to the engine; it arrives as a window message, see `enginePortMessage`. */
  'engine:connect': { request: nothing, response: nothing },
  /** `path` is undefined when the person cancelled. */
  'dialog:open-file': { request: z.object({ purpose: filePurposeSchema }), response: maybePath },
  'dialog:save-file': {
    request: z.object({ purpose: filePurposeSchema, suggestedName: z.string().min(1).max(200) }),
    response: maybePath,
  },
  'window:minimize': { request: nothing, response: nothing },
  'window:toggle-maximize': { request: nothing, response: nothing },
  'window:close': { request: nothing, response: nothing },
} as const;

/** Every announcement the program may make to a window. */
export const shellEvents = {
  'window:state': z.object({ maximized: z.boolean(), fullScreen: z.boolean() }),
  /** `restarted`: ask for a new port, nothing that was saved is lost. `gone`: it failed too often, the program has to be started again. */
  'engine:state': z.object({ state: z.enum(['restarted', 'gone']) }),
  /** The program was started once more, with this file: open it here. */
  'project:requested': z.object({ path }),
} as const;

export type ShellCall = keyof typeof shellCalls;
export type ShellRequest<C extends ShellCall> = z.infer<(typeof shellCalls)[C]['request']>;
export type ShellResponse<C extends ShellCall> = z.infer<(typeof shellCalls)[C]['response']>;
export type ShellEvent = keyof typeof shellEvents;
export type ShellEventData<E extends ShellEvent> = z.infer<(typeof shellEvents)[E]>;
