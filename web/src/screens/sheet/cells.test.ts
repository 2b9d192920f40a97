import { describe, expect, it } from 'vitest';
import { block, filled, laid, ordered, text, type Row, Waiting } from './cells';

const COLUMNS = [{ name: 'file', writes: 'no' }, { name: 'place', writes: 'cell' }, { name: 'who', writes: 'cell' }];
const ROWS: Row[] = [
  { entry: 'a', cells: { file: 'f', place: 'bridge' } },
  { entry: 'b', cells: { place: '' } },
  { entry: 'c', cells: {} },
];

describe('a block of cells', () => {
  it('is read as spreadsheets write it, and written so', () => {
    expect(block('a\tb\r\n"two\nlines"\t"a ""word"""\n')).toEqual([['a', 'b'], ['two\nlines', 'a "word"']]);
    for (const rows of [[['']], [['a\tb', 'c"d', 'e\nf'], ['', '', '']]]) expect(block(text(rows))).toEqual(rows);
  });
  it('is laid over the table; what cannot be written is counted, not lost in silence', () => {
    const { waiting, passed } = laid(Waiting.of(), ROWS, COLUMNS, 1, 0, [['x', 'quay', 'A'], ['y', 'mill', 'B'], ['z', 'out', 'C']]);
    expect(waiting.list.map((one) => [one.row, one.column, one.after])).toEqual([['b', 'place', 'quay'], ['b', 'who', 'A'], ['c', 'place', 'mill'], ['c', 'who', 'B']]);
    expect(passed).toBe(5);
  });
});

describe('what waits', () => {
  it('forgets a change that says what is there already', () => {
    const row = ROWS[0] as Row;
    const made = Waiting.of().with(row, 'place', 'quay');
    expect(made.list).toEqual([{ row: 'a', column: 'place', before: 'bridge', after: 'quay' }]);
    expect(made.with(row, 'place', 'bridge').size).toBe(0);
  });
  it('fills down from what is shown, waiting or not, and never into a column that is not to be written', () => {
    const made = filled(Waiting.of().with(ROWS[0] as Row, 'place', 'quay'), ROWS, { name: 'place', writes: 'cell' }, 0, 2);
    expect(made.list.map((one) => one.after)).toEqual(['quay', 'quay', 'quay']);
    expect(filled(Waiting.of(), ROWS, { name: 'file', writes: 'no' }, 0, 2).size).toBe(0);
  });
});

it('columns that hold something and matter stand first, empty ones last, and an order that is known stays', () => {
  const held = (...names: string[]) => ['row', 'file', 'name', 'item', 'url', 'channel', 'account', 'device', 'posted', 'zone', 'note'].map((name) => ({ name, holds: names.includes(name) }));
  const order = ordered(held('name', 'url', 'account', 'posted', 'note'), []);
  expect(order).toEqual(['row', 'file', 'name', 'posted', 'url', 'account', 'note', 'zone', 'channel', 'item', 'device']);
  expect(ordered(held('device'), order)).toEqual(order);
  expect(ordered([...held('name'), { name: 'tags', holds: true }], order)).not.toEqual(order);
});
