/**
 * Short words that are part of common other words, each with one of these: what a test for the letters alone takes for the word.
 * Written 2026-11 from knowledge of English and Russian: units, parts, moods and states that programs look for.
 */
const TEXT = `
  act: contact age: message ai: email air: repair all: small ant: want api: rapid app: happy apple: pineapple ape: paper
  arm: alarm art: start ash: cash ask: task ass: class ate: date ban: bank bar: barely bat: battery bed: embed bet: better
  bid: forbid bot: bottle bug: debug bus: business but: button can: cancel cap: escape car: card cash: cashew
  cat: category chat: chateau cm: acme cod: code cold: scold com: complete con: second cost: costume cup: occupy cut: execute
  day: today deal: ideal die: audience dm: admin doc: doctor dog: endogenous dual: individual ear: search eat: great
  err: merry et: get eu: neutral ev: never eye: eyebrow fan: fantasy far: farm fast: breakfast fat: father fee: coffee fed: federation
  flow: flower gas: gasp gb: rugby get: target go: category gold: golden
  hat: that he: the heat: wheat hi: this high: highlight hip: ship hit: white hot: photo
  how: show ice: price id: valid ill: bill in: inch inch: pinch ink: link ion: action ios: radios ip: script it: with jam: pajamas
  js: json kg: background kill: skill kit: kitchen lab: label lan: plan law: lawn led: called
  let: letter lie: client lift: uplift lip: clip log: catalog loss: gloss lot: slot low: slow mac: machine
  man: manage map: maple mat: format max: climax men: comment met: method mic: dynamic mm: programming mod: model mom: moment
  nano: nanometer near: linear net: cabinet new: renew no: know none: nonetheless not: another nut: minute
  oil: boil ok: token old: hold on: one one: phone oom: room open: opening or: for order: border os: cost out: about own: down
  pan: company par: compare part: party pass: compass past: paste pay: payload pen: open pet: competition pi: pipe pid: rapid
  pie: piece pin: shipping plan: plant plate: template play: display plus: surplus pm: development pot: spot pr: price
  press: express pro: problem pub: public ram: program rag: drag ran: range rap: graph rat: rate rate: generate
  ratio: operation raw: draw red: required ref: prefix rent: current rest: interest ride: bride ring: string
  role: parole row: browse run: runtime sad: ambassador sale: wholesale sap: disappear saw: warsaw
  sea: search ser: user set: setting sex: sextant shirt: tshirt sim: simple
  sin: business sit: position size: resize ski: skip sms: mechanisms so: also son: person spa: space sql: mysql
  sum: summary sure: measure tag: stage talk: stalk tap: tape tax: syntax tea: team ten: often
  term: determine test: latest text: context thin: thing tie: ties time: sometimes tin: testing tip: multiple to: into ton: button
  top: stop toy: toyota train: constraint tree: street trip: strip ui: build up: group us: use use: house 
  van: advance vat: private vet: velvet via: trivial vote: devote wan: want war: software warm: swarm
  wear: weary win: window wine: twine wise: otherwise yes: yesterday zip: zipper
  бро: серебро да: когда нет: интернет как: какао год: погода мир: кумир рак: барак лес: колесо сон: персона дом: домен кот: который
  дар: подарок лет: билет нос: относится порт: паспорт рост: просто сет: сеть ток: поток цена: сцена час: часть
`;

export const WORDS_WITHIN_ROWS: readonly (readonly [word: string, holder: string])[] = [
  ...TEXT.matchAll(/(\p{L}+): (\p{L}+)/gu),
].map(([, word = '', holder = '']) => [word, holder]);

export const WORDS_WITHIN_WORDS: ReadonlyMap<string, string> = new Map(WORDS_WITHIN_ROWS);
