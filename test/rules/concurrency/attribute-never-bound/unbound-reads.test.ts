import { describe, expect, it } from 'vitest';
import { unboundReads } from '../../../../rules/concurrency/attribute-never-bound/unbound-reads.ts';
import { constructedClasses, familyWithout } from '../../../../src/kit/state/index.ts';
import { modelOf } from '../../../project/read-project.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const classWith = (...methods: readonly string[]): string =>
  `class Van:\n${methods.join('\n').replace(/^/gm, '    ')}\n`;

describe('unboundReads', () => {
  it.each([
    [classWith('def show(self):', '    return self.seats, self.seats'), ['Van.seats']],
    [classWith('def show(self):', '    self.load()'), ['Van.load']],
    [
      classWith(
        'plate = 1',
        'def set(self):',
        '    self.seats = 2',
        'def show(self):',
        '    return self.plate, self.seats',
      ),
      [],
    ],
    [classWith('@staticmethod', 'def show(self):', '    return self.seats'), []],
    [classWith('def show(self):', '    return self.__dict__'), []],
    [classWith('def show(self):', '    setattr(self, "seats", 2)', '    return self.seats'), []],
    [classWith('__slots__ = ("seats",)', 'def show(self):', '    return self.seats'), []],
    [classWith('def show(self):', '    return {"seats": self.seats}'), ['Van.seats said']],
    [
      classWith(
        'def show(self):',
        '    try:',
        '        return self.seats',
        '    except AttributeError:',
        '        return 0',
      ),
      [],
    ],
    [
      classWith('def __init__(self):', '    raise RuntimeError("gone")', 'def show(self):', '    return self.seats'),
      [],
    ],
    ['def show(self):\n    return self.seats\n', []],
  ])('%j', async (code, expected) => {
    const { model } = await fixtureOf('app/vans.py', code);
    const found = [...unboundReads(model)].flatMap(([owner, reads]) =>
      reads.map(({ node, isSaid }) => `${owner.name}.${node.attr}${isSaid ? ' said' : ''}`),
    );
    expect(found).toEqual(expected);
  });
});

const CARS = `
import abc
from dataclasses import dataclass
from elsewhere import Vehicle

class Car(abc.ABC):
    def __init__(self):
        self.seats = 4

class Taxi(Car):
    def __init__(self):
        self.meter = 1

class Truck(Vehicle):
    pass

@dataclass
class Bike:
    plate: str
`;
const project = modelOf(
  new Map([
    ['app/__init__.py', ''],
    ['app/cars.py', CARS],
    ['app/main.py', 'from app.cars import Bike, Taxi as Cab\n\ncab = Cab()\n\ndef park():\n    return Bike("a")\n'],
  ]),
);

describe('familyWithout', () => {
  it.each([
    ['Car', 'wheels', ['app.cars.Car', 'app.cars.Taxi']],
    ['Car', 'seats', undefined],
    // One of those derived binds it.
    ['Car', 'meter', undefined],
    ['Taxi', 'seats', undefined],
    ['Taxi', 'wheels', ['app.cars.Taxi']],
    // What its base brings is not known.
    ['Truck', 'wheels', undefined],
    ['Bike', 'seats', ['app.cars.Bike']],
    ['Bike', 'plate', undefined],
  ])('of %s and %s', (name, attribute, expected) => {
    const found = project.classNamed(`app.cars.${name}`);
    if (found === undefined) throw new Error(`no class ${name}`);
    const family = familyWithout(attribute, found, project);
    expect(family?.map((each) => each.class.qualifiedName)).toEqual(expected);
  });
});

describe('constructedClasses', () => {
  it('are those that some code makes objects of, through whatever name', () => {
    const names = [...constructedClasses(project)].map(({ qualifiedName }) => qualifiedName).sort();
    expect(names).toEqual(['app.cars.Bike', 'app.cars.Taxi']);
  });
});
