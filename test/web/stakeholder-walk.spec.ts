/** What somebody without an account does by the links in their mails, in a browser, in both languages; and who answers for it acknowledges. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { liveUntil } from '../../src/commands/virtual-life.js';
import { newPersonSchema } from '../../src/domain/people.js';
import { addDays, dayIn, type Day } from '../../src/domain/time.js';
import { formatDay } from '../../src/i18n/index.js';
import { system } from '../../src/services/commands.js';
import { EngineService } from '../../src/services/engine.service.js';
import { PeopleService } from '../../src/services/people.service.js';
import { register as registerOne } from '../support/cast.js';
import { describeInBrowser } from '../support/real-browser.js';
import { lastMailTo, linkIn, openRegister, type Register } from '../support/walk.js';

let register: Register;

const noonOf = (day: Day): Promise<void> => liveUntil(register.app.app, register.app.clock, `${day}T12:00:00.000Z`);

describeInBrowser('In a real browser', () => {
  beforeAll(async () => {
    register = await openRegister({ now: '2021-03-20T12:00:00.000Z' });
  }, 60_000);
  afterAll(() => register.close());

  test.each(['en', 'fr'] as const)(
    'a stakeholder confirms, snoozes, moves to another zone, stops and goes on: in %s',
    async (locale) => {
      const { app, cast } = register;
      const people = app.get(PeopleService);
      const [reader, owner] = [`reader-${locale}@example.org`, `owner-${locale}@example.org`];
      await people.addPerson(system, newPersonSchema.parse({ email: reader, name: 'Reader', locale, zone: 'Europe/Paris' }));
      await people.addPerson(system, newPersonSchema.parse({ email: owner, name: 'Owner', locale, role: 'staff' }));
      const due = addDays(dayIn('UTC', app.clock.now()), 11);
      const { ref, title } = await registerOne(app, cast, { owner, target: { kind: 'by', edtf: due } });
      const walker = await register.walker(locale);
      const { pages, letters, mail } = walker.words;

      await people.subscribe(system, { person: reader, scope: 'commitment', subject: ref });
      await app.get(EngineService).tick();
      await walker.go(linkIn(await lastMailTo(app, reader), letters.confirm.action));
      await walker.sees(pages.confirm.explain(letters.scope.commitment(ref, title)), pages.nothingYet);
      await walker.press(pages.confirm.button);
      await walker.sees(pages.confirm.done);

      await noonOf(addDays(due, -7));
      await walker.go(linkIn(await lastMailTo(app, reader), mail.actions.snooze7));
      await walker.press(pages.snooze.button);
      await walker.sees(pages.snooze.done(formatDay(due, locale)));

      await noonOf(due);
      const dueMail = await lastMailTo(app, reader);
      await walker.go(linkIn(dueMail, mail.actions.unsubscribe));
      await walker.press(pages.unsubscribe.button);
      await walker.sees(pages.unsubscribe.done);
      await app.get(EngineService).tick();
      await walker.go(linkIn(await lastMailTo(app, reader), letters.unsubscribed.action));
      await walker.press(pages.resubscribe.button);
      await walker.sees(pages.resubscribe.done);

      const { preferences } = pages;
      await walker.go(linkIn(dueMail, letters.preferences));
      await walker.sees(letters.scope.commitment(ref, title));
      const zone = walker.main.locator('#zone');
      await zone.fill('Kabul');
      await walker.press(preferences.button);
      await walker.sees(preferences.wrongZone);
      await zone.fill('Asia/Kabul');
      await walker.main.locator('#sendAt').fill('09:30');
      await walker.press(preferences.button);
      await walker.sees(preferences.saved);

      await noonOf(addDays(due, 1));
      const overdue = await lastMailTo(app, reader);
      expect(overdue.date?.toISOString()).toBe(`${addDays(due, 1)}T05:00:00.000Z`);
      expect(overdue.text).toContain(ref);

      await walker.go(linkIn(await lastMailTo(app, owner), mail.actions.acknowledge));
      await walker.press(pages.acknowledge.button);
      await walker.sees(pages.acknowledge.done);

      const before = app.mailer.sent.length;
      await noonOf(addDays(due, 13));
      expect(app.mailer.sent.slice(before).map(({ envelope }) => envelope.to)).not.toContain(owner);
      await walker.close();
    },
    180_000,
  );
});
