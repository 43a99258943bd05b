import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { writeRows } from './support/logs.ts';
import { people } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.use({ apart: true });

/** The process and all it has started (Linux). */
function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      // The program's name stands in brackets and may hold spaces; the parent is the second field after it.
      parents.set(Number(name), Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]));
    } catch {
      // Ended meanwhile.
    }
  }
  const family = [pid];
  for (const member of family)
    family.push(...[...parents].filter(([, parent]) => parent === member).map(([child]) => child));
  return family;
}

/** Far ends of the family's internet sockets, in the kernel's own writing, without those on this computer. */
function farEnds(pid: number): string[] {
  const own = new Set<string>();
  for (const member of familyOf(pid)) {
    for (const handle of readdirSync(`/proc/${member}/fd`)) {
      try {
        const socket = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${member}/fd/${handle}`))?.[1];
        if (socket) own.add(socket);
      } catch {
        // Closed meanwhile.
      }
    }
  }
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    readFileSync(`/proc/net/${kind}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => own.has(fields[9] ?? ''))
      .map((fields) => `${kind} ${fields[2]}`)
      .filter((far) => !/ (0100007F|0{8}|0{32}|0{24}01000000|0{16}FFFF00000100007F):/.test(far)),
  );
}

test('a working day asks nothing of any network', async ({ app, folder }) => {
  const { counter, imports, page } = app;
  await page.reload();
  await expect(counter.search).toBeFocused();
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
  await expect(counter.undo).toBeVisible();
  await counter.newCustomer.click();
  await counter.enrolment.getByRole('textbox', { name: 'Name' }).fill('Nora');
  await counter.enrolment.getByRole('button', { name: 'Enrol' }).click();
  await expect(counter.customer('Nora')).toBeVisible();
  for (const place of ['Customers', 'At risk', 'Programs', 'Month', 'Settings'] as const) {
    await app.go(place);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  await app.settings.tab('Data and demo').click();
  await page.getByRole('button', { name: 'Import past visits' }).click();
  await app.answerFileDialogs(writeRows(folder, 'log.csv', ['customer_id,date', 'A,2026-01-05']));
  await imports.choose.click();
  await imports.start('1').click();
  await expect(imports.done('1 visit was added.')).toBeVisible();

  expect(app.requests.length).toBeGreaterThan(5);
  expect(app.requests.filter((url) => !/^(app:\/\/regulars\/|data:)/.test(url))).toEqual([]);
  if (process.platform === 'linux') expect(farEnds(app.electron.process().pid ?? 0)).toEqual([]);
});
