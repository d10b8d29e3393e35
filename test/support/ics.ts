/** Calendars read back with a parser that is not ours. */
import ICAL from 'ical.js';

export interface Entry {
  kind: 'vevent' | 'vtodo';
  /** Its properties by name, as the parser reads them. */
  [property: string]: unknown;
}

export interface Calendar {
  properties: Record<string, unknown>;
  entries: Entry[];
}

export function readCalendar(text: string): Calendar {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const propertiesOf = (component: ICAL.Component): Record<string, unknown> =>
    Object.fromEntries(
      component.getAllProperties().map((property) => {
        const values = property.getValues().map((value) => (typeof value === 'string' ? value : String(value)));
        return [property.name, values.length === 1 ? values[0] : values];
      }),
    );
  return {
    properties: propertiesOf(calendar),
    entries: calendar.getAllSubcomponents().map((component) => ({ ...propertiesOf(component), kind: component.name as Entry['kind'] })),
  };
}
