/** `pledgebook user` and `pledgebook token`: who works here, and what they act with. */
import type { Command } from 'commander';
import { newPersonSchema, roles, type Role } from '../domain/people.js';
import { system } from '../services/commands.js';
import { ErasureService } from '../services/erasure.service.js';
import { PeopleService, scopes, type Scope } from '../services/people.service.js';
import { SignInService } from '../services/sign-in.service.js';
import { readConfig } from '../config.js';
import { withServices } from '../boot.js';
import { CommandFailure, print, printJson, remark } from './output.js';

export function addPeopleCommands(program: Command): void {
  const user = program.command('user').description('people who work here');
  user
    .command('add')
    .description('add somebody who works here')
    .argument('<email>')
    .requiredOption('--role <role>', roles.join(', '), roleOf)
    .option('--name <name>')
    .option('--locale <locale>', 'en or fr')
    .option('--zone <zone>', 'an IANA time zone')
    .option('--json', 'print JSON')
    .action(async (email: string, { json, ...options }: { role: Role; name?: string; locale?: string; zone?: string; json?: true }) => {
      const input = newPersonSchema.safeParse({ email, ...options });
      if (!input.success) throw new CommandFailure(input.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('\n'), 2);
      const added = await withServices(readConfig(), async (app) => {
        const person = await app.get(PeopleService).addPerson(system, input.data);
        return { id: person.id, email: person.email, role: person.role, signInLink: await app.get(SignInService).printed(person) };
      });
      if (json) printJson(added);
      else print(`${email} works here as ${added.role}. This link lets them in once, within a day:\n\n  ${added.signInLink}`);
    });
  user
    .command('list')
    .description('everybody here')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const people = await withServices(readConfig(), (app) => app.get(PeopleService).list());
      if (json) printJson(people);
      else
        for (const p of people)
          print(`${p.email ?? p.id}\t${p.role ?? 'follower'}\t${p.zone}\t${p.locale}${p.disabledAt === null ? '' : '\tdisabled'}`);
    });
  user
    .command('link')
    .description('a link that lets somebody in once, within a day: for when no mail reaches them')
    .argument('<email>')
    .action(async (email: string) => {
      const link = await withServices(readConfig(), async (app) =>
        app.get(SignInService).printed(await app.get(PeopleService).findByEmail(email)),
      );
      if (link === null) throw new CommandFailure(`${email} does not work here: nobody signs in under this address.`);
      print(link);
    });
  user
    .command('role')
    .description('change what somebody may do')
    .argument('<email>')
    .argument('<role>', roles.join(', '), roleOf)
    .action(async (email: string, role: Role) => {
      await withServices(readConfig(), async (app) => {
        const people = app.get(PeopleService);
        await people.changePerson(system, (await people.findByEmail(email)).id, { role });
      });
      print(`${email} is ${role} now.`);
    });
  user
    .command('disable')
    .description('somebody who left: no more mail, no more access')
    .argument('<email>')
    .action(async (email: string) => {
      await withServices(readConfig(), async (app) => {
        const people = app.get(PeopleService);
        await people.changePerson(system, (await people.findByEmail(email)).id, { disabled: true });
      });
      print(`${email} is disabled.`);
    });

  user
    .command('erase')
    .description('delete name, address and the free text that somebody stands in, for good; the log holds as before')
    .argument('<email>')
    .option('--dry-run', 'only say what would go, and where they are named in what cannot')
    .option('--json', 'print JSON')
    .action(async (email: string, { dryRun, json }: { dryRun?: true; json?: true }) => {
      await withServices(readConfig(), async (app, { database }) => {
        const { id } = await app.get(PeopleService).findByEmail(email);
        const erasures = app.get(ErasureService);
        if (dryRun) {
          const found = await erasures.preview(id);
          if (json) return printJson(found);
          print(`${found.values} values and ${found.mails} mails would go${found.texts.length === 0 ? '.' : '; among them this text:'}`);
          for (const text of found.texts) print(`  ${JSON.stringify(text)}`);
          return remarkInClear(found.inClear);
        }
        const erased = await erasures.erase(system, id);
        if (json) printJson(erased);
        else print(`Erased: ${erased.values} values and ${erased.mails} mails. In the log they are ${id}.`);
        remarkInClear(erased.inClear);
        if (erased.emptied) return;
        remark(
          database.kind === 'postgres'
            ? 'PostgreSQL keeps what was deleted until its files are written anew: run VACUUM FULL, and mind its archived WAL.'
            : 'Another process was using the database, whose files hold what was deleted for a while yet: the next day’s first pass tries again, or pledgebook tick once the service is stopped.',
        );
      });
    });

  const token = program.command('token').description('bearer tokens for the API');
  token
    .command('create')
    .description('make a token, shown this once')
    .requiredOption('--user <email>')
    .option('--scope <scope>', `${scopes.join(', ')}; may be repeated; all of the role when left out`, collectScope, [] as Scope[])
    .option('--expires <period>', 'a calendar period from today, as in P90D')
    .option('--json', 'print JSON')
    .action(async ({ user: email, scope, expires, json }: { user: string; scope: Scope[]; expires?: string; json?: true }) => {
      if (expires !== undefined && !/^P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$/.test(expires))
        throw new CommandFailure(`--expires is "${expires}"; accepted: a period, as in P90D`, 2);
      const made = await withServices(readConfig(), (app) => app.get(PeopleService).createToken(system, email, scope, expires ?? null));
      if (json) printJson(made);
      else print(made.token);
    });
  token
    .command('revoke')
    .description('end a token')
    .argument('<prefix>')
    .action(async (prefix: string) => {
      await withServices(readConfig(), (app) => app.get(PeopleService).revokeToken(system, prefix));
      print(`${prefix} is revoked.`);
    });
}

function remarkInClear(places: readonly string[]): void {
  if (places.length > 0)
    remark(`Named in what the log keeps in clear, which stays as it was published:\n${places.map((place) => `  ${place}`).join('\n')}`);
}

function roleOf(text: string): Role {
  const role = roles.find((r) => r === text);
  if (role === undefined) throw new CommandFailure(`the role is "${text}"; accepted: ${roles.join(', ')}`, 2);
  return role;
}

function collectScope(text: string, others: Scope[]): Scope[] {
  const scope = scopes.find((s) => s === text);
  if (scope === undefined) throw new CommandFailure(`--scope is "${text}"; accepted: ${scopes.join(', ')}`, 2);
  return [...others, scope];
}
