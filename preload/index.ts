import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { channels } from './channels.ts';
import type { Notice, RegularsBridge } from './contract/bridge.ts';

// Functions only, and neither ipcRenderer nor its events reach the page.
const bridge: RegularsBridge = {
  call: (name, input, requestId) => ipcRenderer.invoke(channels.call, name, input, requestId),
  subscribe(listener) {
    const hear = (_event: IpcRendererEvent, notice: Notice) => listener(notice);
    ipcRenderer.on(channels.notice, hear);
    return () => {
      ipcRenderer.off(channels.notice, hear);
    };
  },
};

contextBridge.exposeInMainWorld('regulars', Object.freeze(bridge));
