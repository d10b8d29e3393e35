/** The rotation of the key that signs checkpoints: an event, so that whoever trusts the old key is led to the new one. */
import { Inject, Injectable } from '@nestjs/common';
import { verifierKeyOf } from '../domain/log/note.js';
import { Refusal } from '../domain/refusal.js';
import { dayIn } from '../domain/time.js';
import { rotationsIn } from '../store/log.store.js';
import { dropFormerKey, nextLogKey, takeUpNextKey } from '../store/log-keys.js';
import { record } from '../store/register.store.js';
import { AuditService } from './audit.service.js';
import { Commands, type Caller } from './commands.js';
import { SETTINGS, type Settings } from './settings.js';

@Injectable()
export class KeysService {
  constructor(
    private readonly commands: Commands,
    private readonly audit: AuditService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** A new key; both sign from here on. One that was cut short is brought to its end. */
  async rotate(caller: Caller): Promise<{ from: string; to: string }> {
    const { dataDir, logName } = this.settings;
    const [from = '', former] = this.audit.verifierKeys();
    if (former !== undefined)
      throw new Refusal('not_allowed_now', 'The key before this one still signs: retire it first, once everybody has the present one.');
    const to = verifierKeyOf(nextLogKey(dataDir, logName));
    await this.commands.run(caller, async (tx) => {
      if ((await rotationsIn(tx.manager)).at(-1)?.to === to) return;
      const draft = { type: 'key.rotated', commitment: null, actor: caller.actor, payload: { from, to } } as const;
      await record(tx, draft, dayIn(this.settings.zone, tx.now));
    });
    await takeUpNextKey(dataDir);
    await this.audit.keepCheckpoint();
    return { from, to };
  }

  /** The former key signs no more and is deleted. What it vouched for last, the rotation included, is kept. */
  async retire(caller: Caller): Promise<{ retired: string }> {
    const [, retired] = this.audit.verifierKeys();
    if (retired === undefined) throw new Refusal('not_allowed_now', 'One key signs, and nothing but it: there is no former one to retire.');
    await this.audit.keepCheckpoint();
    await this.commands.run(caller, async (tx) => {
      const draft = { type: 'key.retired', commitment: null, actor: caller.actor, payload: { key: retired } } as const;
      await record(tx, draft, dayIn(this.settings.zone, tx.now));
    });
    await dropFormerKey(this.settings.dataDir);
    return { retired };
  }
}
