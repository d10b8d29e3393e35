/** In the order they run. Never edited once released: a change of the tables is a new migration. */
import { RegisterAndLog1700000000001 } from './0001-register-and-log.js';
import { RemindersAndOutbox1700000000002 } from './0002-reminders-and-outbox.js';
import { Access1700000000003 } from './0003-access.js';
import { AttentionAndLetters1700000000004 } from './0004-attention-and-letters.js';
import { PoliciesAndQuietHours1700000000005 } from './0005-policies-and-quiet-hours.js';
import { Bounces1700000000006 } from './0006-bounces.js';
import { Feeds1700000000007 } from './0007-feeds.js';
import { TextsAndProposals1700000000008 } from './0008-texts-and-proposals.js';
import { EvidenceAndVersions1700000000009 } from './0009-evidence-and-versions.js';
import { KeysAndErasure1700000000010 } from './0010-keys-and-erasure.js';
import { SignIn1700000000011 } from './0011-sign-in.js';
import { Readers1700000000012 } from './0012-readers.js';
import { MessagesByState1700000000013 } from './0013-messages-by-state.js';
import { PendingAndSettled1700000000014 } from './0014-pending-and-settled.js';
import { SpentKeys1700000000015 } from './0015-spent-keys.js';
import { MessageBodies1700000000016 } from './0016-message-bodies.js';

export const migrations = [
  RegisterAndLog1700000000001,
  RemindersAndOutbox1700000000002,
  Access1700000000003,
  AttentionAndLetters1700000000004,
  PoliciesAndQuietHours1700000000005,
  Bounces1700000000006,
  Feeds1700000000007,
  TextsAndProposals1700000000008,
  EvidenceAndVersions1700000000009,
  KeysAndErasure1700000000010,
  SignIn1700000000011,
  Readers1700000000012,
  MessagesByState1700000000013,
  PendingAndSettled1700000000014,
  SpentKeys1700000000015,
  MessageBodies1700000000016,
];
