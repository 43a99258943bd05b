import { dirname, extname, join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { Services } from '../bridge/services.ts';

/** What can be read, by what it is for. */
const readable = {
  visitLog: { name: 'CSV', extensions: ['csv', 'tsv', 'txt'] },
  picture: { name: 'PNG, JPEG', extensions: ['png', 'jpg', 'jpeg'] },
  backup: { name: 'Regulars', extensions: ['db'] },
};
/** What the kinds of file are called in every language. */
const kinds = { csv: 'CSV', xlsx: 'Excel', pdf: 'PDF', json: 'JSON', key: 'Regulars' };

/** The dialogs for files and folders. The page never sees a path: it asks for a dialog, the person chooses, main keeps the answer. */
export function openDialogs(
  window: () => BrowserWindow,
): Pick<Services, 'chooseFile' | 'chooseTarget' | 'chooseFolder'> {
  // Electron 43 and later forget where the person was.
  let folder: string | null = null;
  const startIn = () => folder ?? app.getPath('documents');

  return {
    async chooseFile(kind) {
      const { canceled, filePaths } = await dialog.showOpenDialog(window(), {
        defaultPath: startIn(),
        properties: ['openFile'],
        filters: [readable[kind]],
      });
      const [file] = filePaths;
      if (canceled || file === undefined) return null;
      folder = dirname(file);
      return file;
    },

    async chooseFolder() {
      const { canceled, filePaths } = await dialog.showOpenDialog(window(), {
        properties: ['openDirectory', 'createDirectory'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },

    async chooseTarget(kind, suggestedName) {
      const { canceled, filePath } = await dialog.showSaveDialog(window(), {
        defaultPath: join(startIn(), suggestedName),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
        filters: [{ name: kinds[kind], extensions: [kind] }],
      });
      if (canceled || filePath === '') return null;
      folder = dirname(filePath);
      // Whatever is typed, a table is never written over a program or a start script.
      return extname(filePath).toLowerCase() === `.${kind}` ? filePath : `${filePath}.${kind}`;
    },
  };
}
