import { expect, it } from 'vitest';
import { ownedClassesIn } from '../../../../rules/security/missing-ownership-check/owned-classes.ts';
import { rowsIn } from '../../../../rules/security/missing-ownership-check/owned-rows.ts';
import type { SemanticModel } from '../../../../src/semantics/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

async function fileOf(code: string): Promise<SemanticModel> {
  const { model } = await fixtureOf('app/notes.py', code);
  return model;
}

it.each([
  ['a key to the table of users', 'owner_id = Column(ForeignKey("users.id"))', ['owner']],
  ['a key in a mapped column', 'user_id: Mapped[int] = mapped_column(ForeignKey("auth.user.id"))', ['user']],
  ['a field of SQLModel', 'user_id: int = Field(foreign_key="user.id")', ['user']],
  ['a relation of Django', 'author = models.ForeignKey(settings.AUTH_USER_MODEL)', ['author']],
  ['what somebody did with it', 'approved_by = Column(ForeignKey("users.id"))', undefined],
  ['a number alone', 'user_id = Column(Integer)', undefined],
  ['accounts of a ledger', 'debit_id = Column(ForeignKey("ledger_accounts.id"))', []],
])('ownedClassesIn: %s', async (_, column, columns) => {
  const found = ownedClassesIn(await fileOf(`class Note(Base):\n    __tablename__ = "notes"\n    ${column}\n`));
  expect(found[0]?.columns.length === 0 && columns === undefined ? undefined : found[0]?.columns).toEqual(columns);
});

it.each([
  ['a comparison of a row', 'note = load()\n    if note.user_id != user.id: raise KeyError', ['?.user']],
  ['a query for one row', 'db.query(Note).filter_by(id=number, user_id=user.id).one()', ['Note.user', '=Note.user']],
  ['a query for all rows of one', 'db.query(Note).filter_by(user_id=user.id).all()', ['~Note.user', '=Note.user']],
  ['a query that is made in steps', 'q = select(Note).where(Note.user_id == user.id)', ['Note.user', '=Note.user']],
  ['a join', 'db.query(Note).filter(Note.user_id == User.id).all()', []],
  ['a number that is sought', 'if number not in seen: raise KeyError', ['in number']],
])('rowsIn: asks by %s', async (_, statement, checks) => {
  const found = rowsIn(
    await fileOf(`from app.models import Note, User\n\ndef read(number, user, db):\n    ${statement}\n`),
  );
  expect(found.flatMap((each) => each.checks.map((check) => check.replace('app.models.', '')))).toEqual(checks);
});

it.each([
  ['the mapper takes the key', 'db.get(Note, number)', [undefined, 'number']],
  ['a column is compared', 'db.query(Note).filter(Note.id == number).one()', ['id', 'number']],
  ['a keyword names the column', 'Note.objects.get(pk=int(number))', ['pk', 'number']],
  ['a part of the request', 'Note.query.get(request.args["id"])', [undefined, '*']],
  ['the key is of the user', 'db.get(Note, user.note_id)', undefined],
  ['the key is fixed', 'db.get(Note, 1)', undefined],
])('rowsIn: loads where %s', async (_, statement, load) => {
  const code = `from flask import request\nfrom app.models import Note\n\ndef read(number, db):\n    user = login()\n    return ${statement}\n`;
  const [found] = rowsIn(await fileOf(code)).flatMap(({ loads }) => loads);
  expect(found === undefined ? undefined : [found.column, found.from]).toEqual(load);
});
