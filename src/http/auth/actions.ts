/** Who may do what: one table, read by the guard and by the test that walks every route as every role. */
import type { Role } from '../../domain/people.js';
import type { Scope } from '../../services/people.service.js';

export const actions = {
  'register.read': { roles: ['admin', 'staff', 'auditor'], scope: 'read' },
  'register.write': { roles: ['admin', 'staff'], scope: 'write' },
  'verdict.propose': { roles: ['admin', 'staff'], scope: 'write' },
  'verdict.decide': { roles: ['auditor'], scope: 'audit' },
  'people.read': { roles: ['admin', 'staff', 'auditor'], scope: 'read' },
  'people.write': { roles: ['admin'], scope: 'write' },
  'subscriptions.write': { roles: ['admin', 'staff'], scope: 'write' },
  'policies.write': { roles: ['admin'], scope: 'write' },
  'sending.read': { roles: ['admin', 'staff', 'auditor'], scope: 'read' },
  'sending.write': { roles: ['admin'], scope: 'write' },
  'webhooks.read': { roles: ['admin'], scope: 'read' },
  'webhooks.write': { roles: ['admin'], scope: 'write' },
  'settings.read': { roles: ['admin'], scope: 'read' },
  'audit.read': { roles: ['admin', 'auditor'], scope: 'audit' },
} as const satisfies Record<string, { roles: readonly Role[]; scope: Scope }>;

export type Action = keyof typeof actions;
