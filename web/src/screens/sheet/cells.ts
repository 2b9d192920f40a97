// The arithmetic of cells: what a pasted block, a fill or a typed word would change. Nothing here touches the server.
export interface Change {
  row: string;
  column: string;
  before: string;
  after: string;
}
export interface Row {
  entry: string;
  cells: Record<string, string>;
}

const FIRST = ['row', 'file', 'name', 'posted', 'zone', 'url', 'account', 'channel'];

/** Names of columns as they stand on the screen: those that matter first, those that hold nothing last. An order that is known stays. */
export function ordered(columns: readonly { name: string; holds: boolean }[], known: readonly string[]): string[] {
  const names = columns.map((one) => one.name);
  if (known.length === names.length && names.every((name) => known.includes(name))) return [...known];
  const rank = (one: { name: string; holds: boolean }): number => {
    const place = FIRST.indexOf(one.name);
    if (one.name === 'row' || one.name === 'file') return place;
    return (one.holds ? 0 : 1000) + (place < 0 ? FIRST.length : place);
  };
  return [...columns].sort((a, b) => rank(a) - rank(b)).map((one) => one.name);
}

/** A block as spreadsheets put it on the clipboard: tabs between cells, line ends between rows, quotes around cells that hold either. */
export function block(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const end = (): void => {
    row.push(cell);
    cell = '';
  };
  const clean = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  for (let i = 0; i < clean.length; i += 1) {
    const c = clean[i];
    if (quoted) {
      if (c === '"' && clean[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === '\t') end();
    else if (c === '\n') {
      end();
      rows.push(row);
      row = [];
    } else cell += c;
  }
  end();
  rows.push(row);
  return rows;
}

/** The same, written out. */
export function text(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => (/[\t\n"]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell)).join('\t')).join('\n');
}

/** Changes that are waiting, by "row column"; one that says what is there already is none. */
export class Waiting {
  private constructor(private readonly held: ReadonlyMap<string, Change>) {}
  static of(changes: readonly Change[] = []): Waiting {
    return new Waiting(new Map(changes.map((one) => [at(one.row, one.column), one])));
  }
  get list(): Change[] {
    return [...this.held.values()];
  }
  get size(): number {
    return this.held.size;
  }
  get(row: string, column: string): Change | undefined {
    return this.held.get(at(row, column));
  }
  with(row: Row, column: string, after: string): Waiting {
    const before = row.cells[column] ?? '';
    const next = new Map(this.held);
    if (after === before) next.delete(at(row.entry, column));
    else next.set(at(row.entry, column), { row: row.entry, column, before, after });
    return new Waiting(next);
  }
  without(row: string, column: string): Waiting {
    const next = new Map(this.held);
    next.delete(at(row, column));
    return new Waiting(next);
  }
  shown(row: Row, column: string): string {
    return this.get(row.entry, column)?.after ?? row.cells[column] ?? '';
  }
}
const at = (row: string, column: string): string => `${row}\u0000${column}`;

/** A block laid over the table from one cell on; columns that cannot be written are passed over and counted. */
export function laid(waiting: Waiting, rows: readonly Row[], columns: readonly { name: string; writes: string }[], top: number, left: number, cells: readonly (readonly string[])[]): { waiting: Waiting; passed: number } {
  let made = waiting;
  let passed = 0;
  cells.forEach((line, dy) => {
    line.forEach((cell, dx) => {
      const row = rows[top + dy];
      const column = columns[left + dx];
      if (row && column && column.writes !== 'no') made = made.with(row, column.name, cell);
      else passed += 1;
    });
  });
  return { waiting: made, passed };
}

/** The topmost cell's word in every cell below it. */
export function filled(waiting: Waiting, rows: readonly Row[], column: { name: string; writes: string }, top: number, bottom: number): Waiting {
  const first = rows[top];
  if (!first || column.writes === 'no') return waiting;
  const word = waiting.shown(first, column.name);
  return rows.slice(top + 1, bottom + 1).reduce((made, row) => made.with(row, column.name, word), waiting);
}
