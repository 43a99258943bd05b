import type { Page } from '@playwright/test';
import { punchCard } from '../../preload/contract/rules.ts';
import { type Language, languages } from '../../preload/contract/values.ts';
import { oddWords, saysBuiltIn } from '../support/oddWords.ts';
import { catalogue } from './support/catalogues.ts';
import { hold, isHeld } from './support/hold.ts';
import { enlargeText, expectNoSideScroll, resize } from './support/page.ts';
import {
  asOwner,
  type Call,
  customerIdOf,
  people,
  programIdOf,
  programName,
  rewardName,
  team,
} from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.use({ as: null });

/** What is on screen and what a screen reader is told: texts, names, hints. */
function sayings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim();
      // A file's columns are called the same in every language.
      if (text && node.parentElement?.closest('script, style, code') === null) said.add(text);
    }
    for (const element of document.querySelectorAll('*')) {
      for (const attribute of ['aria-label', 'placeholder', 'title', 'aria-description'] as const) {
        const text = element.getAttribute(attribute)?.trim();
        if (text) said.add(text);
      }
    }
    return [...said];
  });
}

/** What the shop itself has named, and a language in its own words. */
const ownNames = new Set<string>([
  programName,
  rewardName,
  'English',
  'Beans',
  'A cookie',
  'Members',
  'Half price',
  'A cake for two',
  'Golden guest',
]);

/** Whom the shop has twice. */
const twice = 'Marya Ionescu';

/** Points and a special beside the coffee card, and to Maria a personal offer and a perk. */
async function makeOtherKinds(call: Call): Promise<void> {
  const benefit = { kind: 'percent', percent: 50, name: 'Half price' } as const;
  await call('programs.create', { kind: 'special', name: 'Members', usageCap: 5, benefit });
  await call('programs.create', {
    kind: 'points',
    name: 'Beans',
    earn: { per: 'amount', every: 1000, carryOver: true },
    pointValue: 50,
    rewards: [{ at: 2, name: 'A cookie' }],
    multipliers: [{ name: 'Beans', effect: { kind: 'plus', units: 1 } }],
    expiry: { kind: 'batch', days: 100 },
  });
  const endsOn = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
  const customerId = await customerIdOf(call, people.maria.number);
  await call('offers.make', { customerId, benefit: { name: 'A cake for two' }, endsOn });
  const { perkId } = await call('perks.create', { name: 'Golden guest', best: 'visits' });
  await call('perks.pick', { perkId, customerId, picked: true });
}

/** What stands in a sentence whatever is filled in; null when hardly anything does. */
function partsOf(sentence: string): string[] | null {
  const parts = sentence.split(/\{\{[^}]*\}\}|\$t\([^)]*\)/);
  return parts.join('').replace(/[^\p{L}]/gu, '').length < 4 ? null : parts;
}

/** Does a text say one of these sentences, with anything filled in? Each text is looked at once: most stand on every screen. */
function sayerOf(sentences: readonly string[][]): (text: string) => boolean {
  const whole = new Set<string>();
  const filled: RegExp[] = [];
  for (const parts of sentences) {
    if (parts.length === 1) whole.add(parts.join(''));
    else
      filled.push(new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 'su'));
  }
  const known = new Map<string, boolean>();
  return (text) => {
    const says = known.get(text) ?? (whole.has(text) || filled.some((pattern) => pattern.test(text)));
    known.set(text, says);
    return says;
  };
}

/** English sentences that this language says differently. */
function englishOnly(language: Language): string[][] {
  const [english, other] = [catalogue('en', oddWords), catalogue(language, oddWords)];
  const own = new Set(Object.values(other));
  return Object.entries(english)
    .filter(([key, value]) => !own.has(value) && other[key] !== value)
    .map(([, value]) => partsOf(value))
    .filter((parts) => parts !== null);
}

for (const language of languages) {
  test(`every screen speaks ${language} in the shop's words: no key, no placeholder, no English, no word of the app's left over`, async ({
    folder,
    start,
  }) => {
    await asOwner(folder, async ({ call }) => {
      await call('shop.update', { language });
      await call('shop.setWords', { words: oddWords });
      await makeOtherKinds(call);
      await call('customers.enrol', { name: twice, phones: [people.maria.phone] });
    });
    const app = await start();
    const { page, counter } = app;
    const words = catalogue(language, oddWords);
    const leftovers = language === 'en' ? [] : englishOnly(language);
    if (language !== 'en') expect(leftovers.length).toBeGreaterThan(300);
    const isEnglish = sayerOf(leftovers);
    const say = (key: string): string => {
      const text = words[key];
      if (!text) throw new Error(`${language} has no ${key}`);
      return text;
    };
    // A difference of percentages; the sign ";".
    const meant = new Set([say('month:compare.note'), say('visits:choose.separatorText')]);
    const button = (key: string) => page.getByRole('button', { name: say(key), exact: true });
    const place = (name: string) =>
      page.getByRole('navigation').getByRole('button', { name: say(`app:place.${name}`), exact: true });

    const check = async (screen: string) => {
      const said = await sayings(page);
      expect(said.length, screen).toBeGreaterThan(3);
      expect(
        said.filter((text) => /^[a-z]+(:|\.)[a-zA-Z.]+$/.test(text) || /\{\{|\}\}/.test(text)),
        screen,
      ).toEqual([]);
      expect(
        said.filter((text) => saysBuiltIn(text, language) && !meant.has(text)),
        screen,
      ).toEqual([]);
      expect(
        said.filter((text) => !ownNames.has(text) && isEnglish(text)),
        screen,
      ).toEqual([]);
    };

    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.getByRole('heading', { name: say('people:who') })).toBeVisible();
    await check('who');
    await page.getByRole('button', { name: new RegExp(`^${team.owner.name}\\b`) }).click();
    await check('PIN');
    await page.getByLabel(say('people:pin.label'), { exact: true }).fill(team.owner.pin);
    await page.keyboard.press('Enter');
    const search = page.getByRole('combobox', { name: say('counter:search.label') });
    await expect(search).toBeVisible();
    await check('counter');

    const open = async (text: string, name: string) => {
      await search.fill(text);
      await expect(page.getByRole('option', { name })).toBeVisible();
      await check('results');
      await search.press('Enter');
      await expect(counter.customer(name)).toBeVisible();
    };
    await open('maria', people.maria.name);
    await check('customer');
    await button('counter:stamp.add').click();
    await expect(button('counter:undo')).toBeVisible();
    await check('stamped');
    await open('maria', people.maria.name);
    await button('counter:stamp.add').click();
    await expect(button('counter:blocked.sameVisit')).toBeVisible();
    await check('blocked');
    await open('andrei', people.andrei.name);
    await button('counter:reward.redeem').click();
    await check('redeem');
    await open('dewi', people.dewi.name);
    await page.getByRole('button', { name: 'Beans' }).click();
    await button('counter:record.purchase').click();
    await check('points');
    await page.getByRole('textbox', { name: say('counter:amount.label') }).fill('56');
    await button('counter:record.purchase').click();
    await expect(button('counter:undo')).toBeVisible();
    await check('points recorded');
    await button('counter:spend.open').click();
    await check('use points');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Members' }).click();
    await expect(page.getByText('Half price', { exact: true })).toBeVisible();
    await check('member');
    await button('counter:return.open').click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await check('goods returned');
    await page.keyboard.press('Escape');
    await search.fill('nobody at all');
    await expect(page.getByText(say('counter:search.nobody'), { exact: true })).toBeVisible();
    await check('nobody');
    await button('counter:enrol.open').first().click();
    await check('enrolment');
    await page.keyboard.press('Escape');

    await place('customers').click();
    await expect(page.getByRole('rowheader', { name: people.maria.name })).toBeVisible();
    await check('customers');
    await button('merges:open').click();
    await expect(button('merges:apart')).toBeVisible();
    await check('duplicates');
    await button('merges:apart').click();
    await expect(button('merges:undoApart')).toBeVisible();
    await check('told apart');
    await page.keyboard.press('Escape');
    await button('customers:printCards').click();
    await check('print cards');
    await button('memberCards:print.make').click();
    await expect(page.getByRole('img', { name: say('paper:preview') })).toBeVisible();
    await check('cards to print');
    await page.keyboard.press('Escape');
    await page.getByRole('rowheader', { name: people.maria.name }).click();
    await expect(page.getByRole('heading', { name: people.maria.name, level: 1 })).toBeVisible();
    await check('record');
    await button('memberCards:record.attach').click();
    await check('attach a card');
    await page.keyboard.press('Escape');
    await button('merges:withAnother').click();
    await page.getByRole('searchbox', { name: say('merges:search') }).fill('marya');
    await check('the other record');
    await page.getByRole('dialog').getByRole('button', { name: twice }).click();
    await expect(button('merges:merge')).toBeVisible();
    await check('preview of a merge');
    await page.keyboard.press('Escape');
    await button('customers:adjust.open').click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await check('correct a card');
    await page.keyboard.press('Escape');
    await button('privacy:erase.open').click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await check('erase');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: say('offers:makeNamed').replace('{{name}}', people.maria.name) }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await check('make an offer');
    await page.keyboard.press('Escape');
    await button('customers:record.edit').click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await check('edit');
    await page.keyboard.press('Escape');
    await place('customers').click();
    await button('customers:paperDay').click();
    await expect(page.getByRole('heading', { name: say('paper:day.title') })).toBeVisible();
    await check('a day without power');
    await button('paper:day.printSheet').click();
    await expect(page.getByRole('img', { name: say('paper:preview') })).toBeVisible();
    await check('stamp sheet');
    await page.keyboard.press('Escape');
    await place('customers').click();
    await button('lists:open').click();
    await expect(page.getByRole('heading', { name: say('lists:title') })).toBeVisible();
    for (const list of ['birthdays', 'nearly', 'unused', 'longGone', 'expiring']) {
      await page.getByRole('tab', { name: say(`lists:name.${list}`), exact: true }).click();
      await check(`ready list: ${list}`);
    }
    await place('risk').click();
    await expect(page.getByText(people.bianca.name)).toBeVisible();
    await check('at risk');
    for (const tab of ['newcomers', 'groups']) {
      await page.getByRole('tab', { name: say(`risk:tabs.${tab}`), exact: true }).click();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await check(`at risk: ${tab}`);
    }
    await place('programs').click();
    await button('offers:title').click();
    await expect(page.getByText('A cake for two')).toBeVisible();
    await check('personal offers');
    await place('programs').click();
    await button('perks:open').click();
    await expect(page.getByRole('heading', { name: 'Golden guest' })).toBeVisible();
    await check('perks');
    await place('programs').click();
    await button('programs:new').click();
    await expect(page.getByRole('heading', { name: say('programs:newTitle') })).toBeVisible();
    await check('kinds of programs');
    for (const kind of ['stamps', 'points', 'items', 'discount', 'special']) {
      await page.getByRole('button', { name: say(`programs:kinds.${kind}.name`) }).click();
      for (const section of await page.locator('[data-accordion-control]').all()) await section.click();
      await check(`new program: ${kind}`);
      await button('programs:otherKind').click();
    }
    await place('month').click();
    await expect(page.getByRole('region', { name: say('month:bridge.title') })).toBeVisible();
    await check('month');
    await button('month:dayEnd').click();
    await expect(page.getByRole('heading', { name: say('dayEnd:title') })).toBeVisible();
    await check('end of the day');
    await place('settings').click();
    for (const tab of [
      'shop',
      'limits',
      'look',
      'words',
      'print',
      'people',
      'unusual',
      'log',
      'backups',
      'data',
      'mine',
    ]) {
      await page.getByRole('tab', { name: say(`shop:settings.${tab}`), exact: true }).click();
      await check(`settings: ${tab}`);
    }
    await page.getByRole('tab', { name: say('shop:settings.backups'), exact: true }).click();
    // The backup of the start comes by itself.
    await page.getByRole('table').getByRole('button').first().click({ timeout: 60_000 });
    await expect(page.getByRole('dialog').getByRole('textbox').first()).toBeVisible();
    await check('restore');
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: say('shop:settings.data'), exact: true }).click();
    await button('shop:data.importOpen').click();
    await expect(page.getByRole('heading', { name: say('visits:title') })).toBeVisible();
    await check('import');
    await page.keyboard.press('F1');
    await expect(page.getByRole('dialog')).toBeVisible();
    await check('keys');
    await page.keyboard.press('Escape');
    await place('counter').click();
    await open('bianca', people.bianca.name);
    await hold(app, 'counter.stamp', 'after');
    await page.getByRole('button', { name: programName }).click();
    await button('counter:stamp.add').click();
    await isHeld(app);
    await page.reload();
    await expect(page.getByRole('complementary', { name: say('app:outcome.label') })).toBeVisible();
    await check('what became of the last step');
    await resize(app, 1024, 768);
    await expectNoSideScroll(page, 'what became of the last step at 1024 × 768');
    await enlargeText(page, 200);
    await expectNoSideScroll(page, 'what became of the last step with 200 % text');
  });
}

test('a person’s own language goes before the shop’s', async ({ start }) => {
  const app = await start({ as: 'staff' });
  await app.go('Settings');
  await app.page.getByText('Română', { exact: true }).click();
  const place = catalogue('ro')['app:place.counter'] ?? '';
  await expect(app.page.getByRole('button', { name: place, exact: true })).toBeVisible();
  await app.page.reload();
  await expect(app.page.getByRole('button', { name: place, exact: true })).toBeVisible();
  await expect(app.page.locator('html')).toHaveAttribute('lang', 'ro');
});

test('Romanian counts in its own way: 1 ștampilă, 2 ștampile, 20 de ștampile', async ({ folder, start }) => {
  await asOwner(folder, async ({ call }) => {
    await call('shop.update', { language: 'ro' });
    await call('programs.create', punchCard({ name: 'Mare', goal: 50, rewardName: 'Ceva' }));
    for (const [number, stamps] of [
      [people.maria.number, 1],
      [people.stefan.number, 2],
    ] as const) {
      const programId = await programIdOf(call, 'Mare');
      await call('counter.stamp', { customerId: await customerIdOf(call, number), programId, stamps });
    }
  });
  const { page } = await start();
  await page.getByRole('button', { name: /^Ana\b/ }).click();
  await page.getByLabel('PIN', { exact: true }).fill(team.owner.pin);
  await page.keyboard.press('Enter');
  const search = page.getByRole('combobox');
  await search.fill('maria');
  await page.keyboard.press('Enter');
  await page.getByRole('group').getByRole('button', { name: 'Mare' }).click();
  await expect(page.getByRole('article').getByRole('img').first()).toHaveAccessibleName(/1 din 50 de ștampile/);
});
