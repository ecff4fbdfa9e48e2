import { expect, it } from 'vitest';
import { namesUsedAsText } from '../../../../rules/imports/unused-import/names-in-text.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const TYPING = 'from typing import Literal, Optional, cast\n';

async function used(content: string, path = 'desk/rooms.py'): Promise<readonly string[]> {
  const { model } = await fixtureOf(path, `${TYPING}${content}`);
  return [...namesUsedAsText(new Set(['Room', 'Guest', 'room']), model)];
}

it.each([
  ['__all__ = ["Room"] + ["Desk"]\n'],
  ['__all__ += ("Room",)\n'],
  ['__all__.extend(["Room"])\n'],
  ['def open_room(room: "Room"): ...\n'],
  ['def first() -> "list[Room]": ...\n'],
  ['rooms: "dict[str, Room]" = {}\n'],
  ['Rooms = Optional["Room"]\n'],
  ['value = cast("Room", other)\n'],
  ['rooms = []  # type: list[Room]\n'],
])('%j uses `Room`', async (content) => {
  expect(await used(content)).toEqual(['Room']);
});

it.each([
  ['a plain text', 'print("Room")\n'],
  ['a part of a longer name', 'def enter(place: "RoomOfGuest"): ...\n'],
  ['a literal', 'Kind = Literal["Room"]\n'],
  ['a comment that silences', 'rooms = []  # type: ignore[Room]\n'],
  ['a list of another name', 'names = ["Room"]\n'],
])('%s uses nothing', async (_, content) => {
  expect(await used(content)).toEqual([]);
});

it('tests find fixtures by parameters and by texts', async () => {
  const content = 'def test_enter(room): ...\nmark.usefixtures("Guest")\n';
  expect(await used(content, 'tests/test_rooms.py')).toEqual(['room', 'Guest']);
  expect(await used(content)).toEqual([]);
});
