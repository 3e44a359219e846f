import { contextBridge, ipcRenderer } from 'electron';
import { enginePortMessage } from '../../shared/contract/enginePortMessage';
import type { ShellBridge } from '../../shared/contract/shellBridge';
import { isShellCall, isShellEvent } from '../../shared/contract/shellChannels';

function assertKnown(known: boolean, name: string): void {
  if (!known) {
    throw new Error(`Not in the contract: ${name}`);
  }
}

const bridge: ShellBridge = {
  call(name, request) {
    assertKnown(isShellCall(name), name);
    return ipcRenderer.invoke(name, request);
  },
  on(name, listener) {
    assertKnown(isShellEvent(name), name);
    // The event object is Electron's own and stays on this side.
    const forward = (_event: unknown, data: Parameters<typeof listener>[0]): void => listener(data);
    ipcRenderer.on(name, forward);
    return () => {
      ipcRenderer.off(name, forward);
    };
  },
};

ipcRenderer.on(enginePortMessage, (event) => {
  window.postMessage(enginePortMessage, window.location.origin, [...event.ports]);
});

contextBridge.exposeInMainWorld('bridge', bridge);
