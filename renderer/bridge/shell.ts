import type { ShellBridge } from '../../shared/contract/shellBridge';

declare global {
  interface Window {
    readonly bridge: ShellBridge;
  }
}

/** The program around the window: dialogs, window controls, the engine's port. The one place that touches the preload's global. */
export const shell: ShellBridge = {
  call: (name, request) => window.bridge.call(name, request),
  on: (name, listener) => window.bridge.on(name, listener),
};
