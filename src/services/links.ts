/** Addresses of this service as they stand in mails, and signed links among them. */
import { Inject, Injectable } from '@nestjs/common';
import { capabilityToken, type Capability } from './capability.js';
import { dayIn, type Instant } from '../domain/time.js';
import { SETTINGS, type Settings } from './settings.js';

@Injectable()
export class Links {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  to(path: string): string {
    return new URL(path, this.settings.publicUrl).href;
  }

  /** A link by which one person can do one thing without an account; made on the day of `now`. */
  act(capability: Omit<Capability, 'madeOn'>, now: Instant): string {
    const token = capabilityToken(this.settings.linkSecret, { ...capability, madeOn: dayIn('UTC', now) });
    return this.to(`/${capability.action === 'preferences' ? 'preferences' : 'a'}/${token}`);
  }
}
