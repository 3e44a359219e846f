import type { ShellCall, ShellEvent } from './shell';

// Names only, so that the preload, which lives in the page's process, carries no schemas with it.

const calls: Readonly<Record<ShellCall, true>> = {
  'shell:info': true,
  'engine:connect': true,
  'dialog:open-file': true,
  'dialog:save-file': true,
  'window:minimize': true,
  'window:toggle-maximize': true,
  'window:close': true,
};

const events: Readonly<Record<ShellEvent, true>> = {
  'window:state': true,
  'engine:state': true,
  'project:requested': true,
};

/** True for the name of a call in the shell's contract. */
export function isShellCall(name: string): boolean {
  return Object.hasOwn(calls, name);
}

/** True for the name of an event in the shell's contract. */
export function isShellEvent(name: string): boolean {
  return Object.hasOwn(events, name);
}
