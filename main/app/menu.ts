import { Menu, type MenuItemConstructorOptions } from 'electron';
import { roles } from '../../preload/contract/kinds.ts';
import type { Host } from '../bridge/host.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** The app has no menu of its own: macOS gets the entries it cannot do without, the others none. */
export function setMenu(): void {
  const mac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    mac ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]) : null,
  );
}

/** For people who build the app: another time, another person, a shop full of customers. Never in a packaged app. */
export function setDebugMenu(present: () => Promise<Host>): void {
  const shop = (work: (host: Host) => unknown) => async () => void work(await present());
  const clock = (label: string, by: number): MenuItemConstructorOptions => ({
    label,
    click: shop((host) => host.moveClock(by)),
  });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { role: 'appMenu', visible: process.platform === 'darwin' },
      { role: 'editMenu' },
      {
        label: 'Debug',
        submenu: [
          { id: 'demo', label: 'Enter the demo shop', click: shop((host) => host.call('demo.enter', {}, null)) },
          { id: 'leave-demo', label: 'Leave the demo shop', click: shop((host) => host.call('demo.leave', {}, null)) },
          { type: 'separator' },
          { id: 'hour', ...clock('Clock: an hour on', hour) },
          { id: 'day', ...clock('Clock: a day on', day) },
          { id: 'week', ...clock('Clock: a week on', 7 * day) },
          { id: 'month', ...clock('Clock: thirty days on', 30 * day) },
          { id: 'day-back', ...clock('Clock: a day back', -day) },
          { type: 'separator' },
          ...roles.map((role) => ({
            id: role,
            label: `Sign in as ${role}`,
            click: shop((host) => host.signInAs(role)),
          })),
          { type: 'separator' },
          { role: 'reload' },
          { role: 'toggleDevTools' },
        ],
      },
    ]),
  );
}
