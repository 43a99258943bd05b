// Drives the built app from inside its own main process, so that nothing has to connect to it: Playwright would, over a socket.
// `electron tests/e2e/support/driver.js --data FOLDER`; what it did is written to the file that DRIVER_SAYS names.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { app, BrowserWindow, dialog } from 'electron';

const says = process.env.DRIVER_SAYS ?? '';
const folder = process.argv[process.argv.indexOf('--data') + 1] ?? '';
dialog.showSaveDialog = async () => ({ canceled: false, filePath: join(folder, 'months.csv') });

/** In the page: a sign-in, a stamp, a reward handed over, an export, and a look at every place. @param {string} pin */
async function workingDay(pin) {
  /** @type {string[]} */
  const done = [];
  const call = async (/** @type {never} */ name, /** @type {unknown} */ input) => {
    const answer = await window.regulars.call(name, /** @type {never} */ (input), crypto.randomUUID());
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
    done.push(name);
    return /** @type {any} */ (answer.value);
  };
  const ask = /** @type {(name: string, input: unknown) => Promise<any>} */ (/** @type {unknown} */ (call));
  const owner = (await ask('people.list', {})).find((/** @type {{ role: string }} */ one) => one.role === 'owner');
  await ask('people.signIn', { personId: owner.personId, pin });
  const [program] = await ask('programs.list', {});
  const { customerId } = await ask('counter.scan', { code: '100002' });
  await ask('counter.stamp', { customerId, programId: program.programId, stamps: 1 });
  const rich = await ask('counter.scan', { code: '100006' });
  const { cards } = await ask('counter.open', { customerId: rich.customerId });
  const reward = cards.flatMap((/** @type {{ rewards: { rewardId: string }[] }} */ card) => card.rewards)[0];
  await ask('counter.redeem', { rewardId: reward.rewardId, proof: { by: 'known' } });
  await ask('month.exportCsv', { from: '2020-01', to: '2020-03' });
  let places = 0;
  for (let n = 0; n < 60 && document.querySelectorAll('nav button').length === 0; n++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  for (const button of document.querySelectorAll('nav button')) {
    /** @type {HTMLButtonElement} */ (button).click();
    await new Promise((resolve) => setTimeout(resolve, 400));
    places++;
  }
  return { done, places, title: document.title };
}

// The app itself, as it is built.
await import(new URL('../../../out/main/index.js', import.meta.url).href);

app.whenReady().then(async () => {
  try {
    let page;
    for (let n = 0; n < 600 && !page; n++, await sleep(100))
      page = BrowserWindow.getAllWindows().find((window) => window.isVisible())?.webContents;
    if (!page) throw new Error('no window came up');
    const script = `(${workingDay})(${JSON.stringify(process.env.DRIVER_PIN)})`;
    const journey = await page.executeJavaScript(script);
    // Long enough for whatever a program does by itself after its start.
    await sleep(4000);
    writeFileSync(says, JSON.stringify(journey));
  } catch (error) {
    writeFileSync(says, JSON.stringify({ failed: String(error) }));
  }
  app.quit();
});
