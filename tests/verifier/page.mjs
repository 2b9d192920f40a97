// The page of a published folder against its ledgers, from docs/format.md section 7: the second verifier's rule 10.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import crypto from 'node:crypto'

const PAGE = 'index.html', STYLE = 'report.css', WITHHELD = '[withheld]'
const NAMED = /^<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n<meta name="generator" content="firsthand report ([1-9][0-9]{0,3})">\n/
const INNER = { '<bdi dir="auto">': '</bdi>', '<bdi dir="ltr">': '</bdi>', '<span class="hidden-letter">': '</span>', '<span class="stated">': '</span>' }
const ENTITIES = { '&lt;': '<', '&gt;': '>', '&#34;': '"', '&#39;': "'", '&amp;': '&' }
const NUMBER = '(?:0|[1-9][0-9]*(?:\u202f[0-9]{3})*)'
const SECOND = String.raw`second -?\d+\.\d\d to -?\d+\.\d\d`
const DRAWN = String.raw`(?:<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 640 \d+" width="640" height="\d+" role="img" direction="ltr"><title>(?:(?:Exhibit \d+|file [0-9a-f]{12}): (?:not aligned with the others|${SECOND}(?:, ${SECOND})*)(?:; )?)*</title>(?:<rect class="(?:line|part)" x="-?[\d.]+" y="\d+" width="[\d.]+" height="\d+"></rect>)*</svg>)?`
const STRANGE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/u
const WHERE = String.raw`e-[0-9a-f]{16}|x-[1-9]\d*|item-[0-9a-f]{16}|recording-[1-9]\d*`
const NOT_NAMED = String.raw`(?:a source known to the authors \(\d+\)|a source that is withheld)`
const SPOKEN = ['claim', 'observation', 'assessment', 'weighing', 'mark', 'draft', 'question', 'answer', 'reply']
const BULK = ['file', 'derivative', 'sighting', 'skipped', 'finding']
const JUDGING = ['question', 'answer', 'assessment', 'review', 'withdrawal', 'opened', 'key-added', 'key-lost', 'draft']
const ABOUT = ['authentic', 'where', 'when', 'what', 'who', 'context', 'reply', 'law']
const AGAINST = 'a claim is made against an answer', OTHERWISE = 'analysts judge it differently', SEVERAL = 'claims are made for more than one answer'

const digest32 = text => crypto.createHash('sha256').update(text).digest('hex').slice(0, 32)
const escaped = text => String(text).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
const fullmatch = (pattern, text) => new RegExp(`^(?:${pattern})$`, 'su').test(text)
const same = (one, two) => one.length === two.length && one.every((text, at) => text === two[at])
const anchor = entry => 'e-' + entry.id.slice(0, 16)
const count = text => Number(text.replaceAll('\u202f', '').split(' ')[0] || 0)
const capital = text => text.charAt(0).toUpperCase() + text.slice(1)
const sorted = list => [...list].sort((one, two) => one < two ? -1 : one > two ? 1 : 0)
const list = value => Array.isArray(value) ? value : []
const isMap = value => value !== null && typeof value === 'object' && !Array.isArray(value)

// --- the form ----------------------------------------------------------------------------------------------------------
function plain (raw) {
  let text = raw
  if (text.includes('<')) {
    text = text.replace(/<span class="hidden-letter">U\+([0-9A-F]{4,6})<\/span>/g, '&#x$1;').replace(/<[^>]*>/g, '')
    text = text.replace(/&#x([0-9A-F]{4,6});/g, (_, code) => String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff)))
  }
  return text.replace(/&(?:lt|gt|#34|#39|amp);/g, found => ENTITIES[found])
}

class Part {
  constructor (name) { Object.assign(this, { name, said: new Map(), parts: [] }) }
  texts (slot) { return (this.said.get(slot) ?? []).map(plain) }
  text (slot) { return this.texts(slot)[0] ?? '' }
  has (slot) { return this.said.has(slot) }
  of (...names) { return this.parts.filter(part => names.includes(part.name)) }
  one (name) { return this.of(name)[0] ?? new Part(name) }
  * every () { yield this; for (const part of this.parts) yield * part.every() }
  all (name) { return [...this.every()].filter(part => part !== this && part.name === name) }
  put (slot, value) { if (this.said.has(slot)) this.said.get(slot).push(value); else this.said.set(slot, [value]) }
}

// What a node can begin with, and whether it can be nothing.
function begins (rules, node) {
  if (typeof node === 'string') return [node ? [node] : [], !node]
  const [kind, ...rest] = node
  if (kind === '&') {
    const made = []
    for (const part of rest) { const [found, empty] = begins(rules, part); made.push(...found); if (!empty) return [made, false] }
    return [made, true]
  }
  if (kind === '|') { const both = rest.map(part => begins(rules, part)); return [both.flatMap(one => one[0]), both.some(one => one[1])] }
  if (kind === '?') return [begins(rules, rest[0])[0], true]
  if (kind === '*' || kind === '+') return [[...begins(rules, rest[1])[0], ...begins(rules, rest[2])[0]], kind === '*']
  if (kind === '@') return begins(rules, rules[rest[0]])
  return [[], kind === '!']
}

const edge = text => { const at = text.search(/[<"]/); return at < 0 ? text : text.slice(0, at + 9) }

function readied (rules, node, after) {
  if (typeof node === 'string') return node
  const first = nodes => { const [found, empty] = begins(rules, ['&', ...nodes]); return empty ? [...found, ...after] : found }
  const [kind, ...rest] = node
  if (kind === '&') return [kind, ...rest.map((part, at) => readied(rules, part, first(rest.slice(at + 1))))]
  if (kind === '|') return [kind, ...rest.map(part => readied(rules, part, after))]
  if (kind === '?') return [kind, readied(rules, rest[0], after)]
  if (kind === '*' || kind === '+') return [kind, rest[0], readied(rules, rest[1], [...begins(rules, ['&', rest[2], rest[1]])[0], ...after]), readied(rules, rest[2], [])]
  if (kind === '=' && ['text', 'rich', 'name'].includes(rest[1])) return [...node, [...new Set(after.map(edge))]]
  return node
}

class Reader {
  constructor (page, rules) { Object.assign(this, { page, rules }) }

  node (node, at, into) {
    if (typeof node === 'string') return this.page.startsWith(node, at) ? at + node.length : -1
    const [kind, ...rest] = node
    if (kind === '&') { for (const part of rest) { at = this.node(part, at, into); if (at < 0) return -1 } return at }
    if (kind === '!') { into.put('?' + rest[0], ''); return at }
    if (kind === '?') { const end = this.tried(rest[0], at, into); return end < 0 ? at : end }
    if (kind === '|') { for (const part of rest) { const end = this.tried(part, at, into); if (end >= 0) return end } return -1 }
    if (kind === '@') { const made = new Part(rest[0]); into.parts.push(made); return this.node(this.rules[rest[0]], at, made) }
    if (kind === '=') return this.slot(node, at, into)
    for (let times = 0; ; times++) {
      const made = new Part(rest[0]), start = times && rest[2] ? this.node(rest[2], at, made) : at
      const end = start < 0 ? -1 : this.node(rest[1], start, made)
      if (end < 0 || end === at) return times || kind === '*' ? at : -1
      into.parts.push(made)
      at = end
    }
  }

  tried (node, at, into) {
    const made = new Part(''), end = this.node(node, at, made)
    if (end < 0) return -1
    for (const part of made.parts) into.parts.push(part)
    for (const [slot, values] of made.said) for (const value of values) into.put(slot, value)
    return end
  }

  slot ([, name, kind, stops], at, into) {
    const end = ['text', 'rich', 'name'].includes(kind) ? this.ends(stops, at, kind !== 'text') : this.typed(kind, at)
    if (end >= 0) into.put(name, this.page.slice(at, end))
    return end
  }

  typed (kind, at) {
    const pattern = kind === 'drawn' ? DRAWN : kind === 'number' ? NUMBER : kind[0] === 'count' ? `${NUMBER} (?:${escaped(kind[2])}|${escaped(kind[1])})` : kind.slice(1).map(escaped).join('|')
    const found = new RegExp(pattern, 'uy')
    found.lastIndex = at
    return found.test(this.page) ? found.lastIndex : -1
  }

  ends (stops, at, rich) {
    const closing = [], sound = text => !/[<>"']|&(?!(?:amp|lt|gt|#34|#39);)/.test(text)
    for (let start = at; ;) {
      const found = /[<"]/g
      found.lastIndex = start
      const next = found.exec(this.page)?.index ?? this.page.length
      if (!closing.length) {
        const ends = stops.map(stop => this.stop(stop, start, next)).filter(end => end >= 0)
        if (ends.length) { const end = Math.min(...ends); return sound(this.page.slice(start, end)) ? end : -1 }
      }
      if (!rich || !sound(this.page.slice(start, next))) return -1
      if (closing.length && this.page.startsWith(closing.at(-1), next)) { start = next + closing.pop().length; continue }
      const mark = Object.keys(INNER).find(one => this.page.startsWith(one, next))
      if (!mark || closing.length > 4) return -1
      closing.push(INNER[mark])
      start = next + mark.length
    }
  }

  stop (stop, start, next) {
    const before = stop.search(/[<"]/)
    if (before < 0) { const at = this.page.slice(start, next).indexOf(stop); return at < 0 ? -1 : start + at }
    return next - before >= start && this.page.startsWith(stop, next - before) ? next - before : -1
  }
}

// --- how pages word what entries say -----------------------------------------------------------------------------------
function seconds (fraction) {
  const [over, under] = String(fraction).split('/').map(BigInt), size = over < 0n ? -over : over
  const all = size * 1000n / (under ?? 1n)
  const text = `${over < 0n ? '-' : ''}${all / 60000n}:${String(all / 1000n % 60n).padStart(2, '0')}.${String(all % 1000n).padStart(3, '0')}`
  return text.replace(/\.000$/, '')
}

const stretch = ({ start, end }) => start === null && end === null ? 'the whole of it' : `${start === null ? 'its start' : seconds(start)} to ${end === null ? 'its end' : seconds(end)}`

function size (bytes) {
  let amount = bytes, unit = 0
  while (amount >= 999.5 && unit < 4) { amount /= 1000; unit++ }
  return unit ? `${Number(amount.toPrecision(3))} ${['', 'kB', 'MB', 'GB', 'TB'][unit]}` : `${bytes} bytes`
}

const fine = text => text !== null && !/:00Z$/.test(text)
const instant = (text, exact) => {
  const [, day, minute, second, part] = /^(.{10})T(.{5}):(..)(\.\d+)?Z$/.exec(text)
  return `${day} ${minute}${exact ? ':' + second : ''}${part ?? ''}`
}

function span ({ earliest, latest, zone, verbatim }) {
  const stated = verbatim ? [`stated “${verbatim}”`] : []
  if (zone) stated.push(`zone ${zone}`)
  else if (earliest || latest || verbatim) stated.push('no zone stated')
  const exact = fine(earliest) || fine(latest)
  let bounds = 'not known'
  if (earliest && latest) {
    const [first, last] = [instant(earliest, exact), instant(latest, exact)]
    bounds = earliest === latest ? `${first} UTC` : earliest.slice(0, 10) === latest.slice(0, 10) ? `${first}–${last.slice(11)} UTC` : `${first} – ${last} UTC`
  } else if (earliest || latest) bounds = `not ${earliest ? 'before' : 'after'} ${instant(earliest ?? latest, exact)} UTC`
  return stated.length ? `${bounds} (${stated.join(', ')})` : bounds
}

function regionPattern ({ boxes, verbatim }) {
  const least = name => (Math.min(...boxes.map(box => box[name])) / 1e7).toFixed(4), most = name => (Math.max(...boxes.map(box => box[name])) / 1e7).toFixed(4)
  const extent = `${least('west')} to ${most('east')} °E, ${least('south')} to ${most('north')} °N`
  return `${escaped(extent + ' (')}[0-9.e+\u202f]+${escaped(' km²)' + (verbatim ? ` (“${verbatim}”)` : ''))}`
}

const result = value => isMap(value.outcome) ? value.outcome : {}
const why = value => result(value).why || result(value).looked || ''

// --- the case as the ledgers show it -----------------------------------------------------------------------------------
class Sealed {
  constructor (world, entries, named) {
    const leaves = [...world.logs.values()].flatMap(log => log.leaves)
    Object.assign(this, { world, findings: new Map(), profiles: new Map(), programs: new Set(), ofFile: new Map(), isA: new Map(), reasons: new Set(), number: named.files })
    this.hidden = new Map(leaves.filter(leaf => leaf.shown === 'header').map(leaf => [leaf.id.slice(0, 16), leaf.kind]))
    this.unread = leaves.filter(leaf => leaf.shown === 'hash').length
    const kept = []
    const all = [...entries], spokenOf = new Set(all.filter(entry => entry.kind === 'withdrawal').flatMap(({ value }) => [value.of, value.instead]))
    const beneath = new Set(), waiting = leaves.filter(leaf => leaf.shown === 'shown' && SPOKEN.includes(leaf.kind)), known = new Set(), named16 = new Set()
    waiting.forEach(leaf => beneath.add(leaf.id))
    while (waiting.length) {
      for (const cause of waiting.pop().causes) {
        const place = world.seen.get(cause), leaf = place && world.logs.get(place[0]).leaves[place[1]]
        if (leaf && !beneath.has(cause) && [...SPOKEN, 'finding', 'sighting', 'file', 'derivative'].includes(leaf.kind)) { beneath.add(cause); waiting.push(leaf) }
      }
    }
    for (const entry of all) {
      if (entry.kind === 'file') known.add(entry.value.digest)
      if (beneath.has(entry.id)) for (const digest of digestsIn(entry.value)) named16.add(digest)
      if (entry.kind === 'finding') this.count(entry, named)
      if (!BULK.includes(entry.kind) || spokenOf.has(entry.id) || this.named(entry, named)) kept.push(entry)
    }
    this.files = known.size
    this.exhibits = [...named16].filter(digest => known.has(digest))
    kept.sort((one, two) => one.log < two.log ? -1 : one.log > two.log ? 1 : one.index - two.index)
    this.entries = new Map(kept.map(entry => [entry.id, entry]))
    this.short = new Map(kept.map(entry => [entry.id.slice(0, 16), entry]))
    this.person = persons(kept)
    this.settle(kept)
    this.opened = kept.filter(entry => entry.kind === 'opened')
  }

  named ({ id, kind, value }, named) {
    return named.entries.has(id.slice(0, 16)) || kind === 'derivative' || (kind === 'finding' && value.job.method.startsWith('place.')) || (kind === 'sighting' && (value.file === null || named.files.has(value.file))) || (kind === 'file' && named.files.has(value.digest))
  }

  count ({ id, log, index, value }, named) {
    const { method, version } = value.job, found = result(value), name = capital(String(found.outcome))
    const more = (map, ...key) => map.set(key.join('\n'), (map.get(key.join('\n')) ?? 0) + 1)
    more(this.findings, method, version, name)
    if (value.profile) more(this.profiles, method, version, value.profile)
    for (const [tool, number] of Object.entries(value.made_with)) this.programs.add(`${tool} ${number}`)
    for (const file of value.files.filter(file => named.files.has(file))) {
      if (value.files.length <= 8) {
        const relation = found.outcome === 'found' && isMap(found.value) ? found.value.relation : null, says = why(value)
        this.ofFile.set(file, [...this.ofFile.get(file) ?? [], { id, at: [log, index], method: [method, String(version)], outcome: relation ? `${name}: ${relation}` : name, says: says.slice(0, 1).toUpperCase() + says.slice(1), files: value.files }])
      }
      if (method === 'read.container' && found.outcome === 'found' && isMap(found.value)) {
        const { kind, duration_stated_s: length, format } = found.value
        const long = length && /^-?\d{1,30}(\/[1-9]\d{0,29})?$/.test(String(length)) ? `${seconds(length)} long` : null
        this.isA.set(file, [...this.isA.get(file) ?? [], [kind, long, format].filter(Boolean).join(', ')])
      }
    }
    if (method === 'trace.recordings' && isMap(found.value)) for (const one of list(found.value.recordings)) for (const text of list(one?.reasons)) this.reasons.add(String(text))
  }

  settle (kept) {
    const who = log => this.person.get(log) ?? log, mine = (entry, other) => this.entries.has(other) && who(this.entries.get(other).log) === who(entry.log)
    let left = []
    const replaced = []
    for (const entry of kept) {
      if (entry.kind === 'withdrawal' && mine(entry, entry.value.of)) left.push([entry.value.of, entry.id])
      for (const name of ['replaces', 'revises']) if (entry.value[name] && mine(entry, entry.value[name])) replaced.push([entry.value[name], entry.id])
    }
    this.withdrawn = new Map()
    while (left.length) {
      const targets = new Set(left.map(([of]) => of)), free = new Map(left.filter(([, by]) => !targets.has(by)).map(([of, by]) => [by, of])), felled = new Set(free.values())
      for (const [by, of] of free) this.withdrawn.set(of, by)
      left = free.size ? left.filter(([, by]) => !free.has(by) && !felled.has(by)) : []
    }
    const last = new Map(replaced)
    this.replaced = new Map([...last].filter(([, by]) => !this.withdrawn.has(by)))
    // What was withdrawn or replaced may be withheld itself.
    const gone = { of: [], replaces: [], revises: [] }
    for (const entry of kept) {
      if (this.withdrawn.has(entry.id) || entry.kind === 'review') continue
      for (const [name, found] of Object.entries(gone)) {
        const earlier = entry.value[name], place = earlier && !this.entries.has(earlier) && this.world.seen.get(earlier)
        if (place && who(place[0]) === who(entry.log)) found.push([earlier, entry.id])
      }
    }
    for (const [of, by] of gone.of) this.withdrawn.set(of, by)
    for (const [of, by] of [...gone.replaces, ...gone.revises]) this.replaced.set(of, by)
  }

  kindOf (id) { const at = this.world.seen.get(id); return (at && this.world.logs.get(at[0]).leaves[at[1]].kind) || 'entry' }
  all (kind) { return [...this.entries.values()].filter(entry => entry.kind === kind) }
  stands (entry) { return !this.withdrawn.has(entry.id) && !this.replaced.has(entry.id) }
  standing (kind) { return this.all(kind).filter(entry => this.stands(entry)) }
  is (id, kind) { const found = this.entries.get(id); return found?.kind === kind ? found : undefined }
  hides (...kinds) { return this.unread > 0 || [...this.hidden.values()].some(kind => kinds.includes(kind)) }
  hiddenOf (kind) { return [...this.hidden.values()].filter(one => one === kind).length + this.unread }
  reviews (entry) { const who = log => this.person.get(log) ?? log; return this.standing('review').filter(one => one.value.of === entry.id && who(one.log) !== who(entry.log)) }
  exhibit (file) { return this.number.has(file) ? `Exhibit ${this.number.get(file)}` : `file ${file.slice(0, 12)}` }

  analyst (log) {
    const opened = [...this.opened].sort((one, two) => one.log < two.log ? -1 : one.log > two.log ? 1 : 0), at = opened.findIndex(entry => entry.log === log)
    return at < 0 ? `log ${log.slice(0, 12)}` : opened[at].value.author !== WITHHELD ? opened[at].value.author : `analyst ${at + 1}`
  }

  source (id) {
    const found = this.is(id, 'source')
    if (!found || found.value.name === WITHHELD) return NOT_NAMED
    return found.value.protected ? `(?:${escaped(found.value.name)}|${NOT_NAMED})` : escaped(found.value.name)
  }

  grades () {
    const made = new Map(), put = (about, who, grade, over) => { if (!made.has(about)) made.set(about, new Map()); if (over || !made.get(about).has(who)) made.get(about).set(who, grade) }
    for (const entry of this.entries.values()) {
      if (!['source', 'claim', 'grade'].includes(entry.kind) || !this.stands(entry)) continue
      const who = this.person.get(entry.log) ?? entry.log
      if (entry.kind === 'grade') put(entry.value.about, who, entry.value.grade, true)
      else { const own = enteredWith(entry); if (own !== 'F' && own !== '6') put(entry.id, who, own, false) }
    }
    return made
  }

  described ({ kind, id, value }) {
    if (kind === 'claim') return `${this.source(value.source)}${value.through.length ? `, through ${value.through.map(one => this.source(one)).join(', ')}` : ''}: ${escaped(value.paraphrase)}`
    if (kind === 'source') return this.source(id)
    if (kind === 'reply') return `${this.source(value.source)}: ${escaped(value.question)}`
    if (kind === 'assessment' && !this.is(value.answer, 'answer')) return null
    return escaped(this.line(kind, value))
  }

  seenAt ({ moment, stretch: within }) {
    return moment ? `${this.exhibit(moment.file)}, frame at ${seconds(moment.pts)}` : within ? `${this.exhibit(within.file)}, ${stretch(within)}` : ''
  }

  line (kind, value) {
    if (kind === 'finding') {
      const about = value.files.slice(0, 4).map(file => this.exhibit(file)).join(', ') + (value.files.length > 4 ? ' and others' : ''), says = why(value)
      return `${value.job.method} (version ${value.job.version}): ${capital(String(result(value).outcome))}${about ? `, on ${about}` : ''}${says ? `. ${says}` : ''}`
    }
    if (kind === 'observation') { const at = this.seenAt(value); return `${value.what}, ${at && at + ': '}${value.says}` }
    if (kind === 'assessment') return `${this.entries.get(value.answer).value.text} — ${value.likelihood}, confidence ${value.confidence}`
    if (kind === 'sighting') return `${value.file ? this.exhibit(value.file) : value.item ?? ''} seen at ${value.url || value.captured || 'no address'}, posted ${span(value.posted)}`
    if (kind === 'file') return `${this.exhibit(value.digest)}, SHA-256 ${value.digest.slice(0, 12)}`
    if (kind === 'published') return `edition ${value.edition}`
    if (['question', 'answer', 'draft', 'review', 'withdrawal', 'grade', 'weighing'].includes(kind)) return value.text || value.reasons || value.reason
    return kind
  }
}

function digestsIn (wire) {
  if (typeof wire === 'string') return /^[0-9a-f]{64}$/.test(wire) ? [wire] : []
  return isMap(wire) || Array.isArray(wire) ? Object.values(wire).flatMap(digestsIn) : []
}

const enteredWith = entry => entry.kind === 'source' ? entry.value.reliability : entry.value.credibility

function persons (kept) {
  const claimed = new Set(kept.filter(entry => entry.kind === 'key-added').map(entry => entry.log + entry.value.log)), person = new Map()
  const pairs = [...claimed].map(both => [both.slice(0, 64), both.slice(64)]).filter(([one, two]) => claimed.has(two + one))
  for (const { kind, log, value } of kept) if (kind === 'key-lost' && log !== value.old && log !== value.new) pairs.push([value.old, value.new])
  for (const pair of pairs) {
    const names = pair.map(log => person.get(log) ?? log), least = sorted(names)[0]
    for (const [log, name] of person) if (names.includes(name)) person.set(log, least)
    for (const log of pair) person.set(log, least)
  }
  return person
}

// --- holding one against the other -------------------------------------------------------------------------------------
class Held {
  constructor (sealed, form, page, around) {
    Object.assign(this, { sealed, form, page, around, bad: new Set(), open: new Set(), worked: 0, hidden: 0, looked: new Map(), contested: new Set() })
    const by = (kind, name) => sealed.standing(kind).reduce((made, entry) => made.set(entry.value[name], [...made.get(entry.value[name]) ?? [], entry]), new Map())
    this.questions = new Map(sealed.standing('question').map(entry => [entry.id, entry]))
    this.answers = by('answer', 'question'); this.judged = by('assessment', 'answer'); this.weighed = by('weighing', 'answer'); this.spoken = new Map()
    for (const claim of sealed.standing('claim')) for (const one of claim.value.speaks_to) { const key = (one.answer ?? one.question) + one.stance; this.spoken.set(key, [...this.spoken.get(key) ?? [], claim]) }
  }

  look (part, ...slots) { for (const slot of slots) this.looked.set(part, (this.looked.get(part) ?? new Set()).add(slot)) }
  lookAll (part) { for (const one of part.every()) this.look(one, ...one.said.keys()) }
  told (right, code = 'page.words') { if (!right) this.bad.add(code) }
  same (part, slot, wanted, code) { this.look(part, slot); const said = part.texts(slot); this.told(said.every(text => text === wanted) && (wanted === null) === !said.length, code) }
  fits (part, slot, pattern, code) { this.look(part, slot); for (const text of part.texts(slot)) this.told(fullmatch(pattern, text), code) }
  marked (part, flag, times, code) { this.told((part.said.get('?' + flag) ?? []).length === Number(times), code) }
  where (part) { for (const slot of part.said.keys()) if (slot.endsWith('where') && slot[0] !== '?') this.fits(part, slot, WHERE) }
  made (part, ...slots) { this.look(part, ...slots); for (const slot of slots) this.worked += part.texts(slot).length }
  gone (part, ...slots) { this.look(part, ...slots); for (const slot of slots) this.hidden += part.texts(slot).length }
  counted (part, slot, number) { this.look(part, slot); for (const text of part.texts(slot)) this.told(count(text) === number) }
  atMost (part, slot, number) { this.look(part, slot); for (const text of part.texts(slot)) this.told(count(text) <= number) }
  phrase (part, slot) { this.look(part, slot); for (const text of part.texts(slot)) if (!this.form.phrases.has(digest32(text))) this.open.add('page.phrase') }
  withheld (part, ...slots) { this.look(part, ...slots); this.open.add('page.withheld') }
  allSame (parts, slot, wanted, code) { for (const part of parts) this.look(part, slot); this.told(same(parts.map(part => part.text(slot)), wanted), code) }
  allFit (parts, slot, wanted, code) { for (const part of parts) this.look(part, slot); this.told(parts.length === wanted.length && parts.every((part, at) => fullmatch(wanted[at], part.text(slot))), code) }

  entry (part, slot, kind) {
    this.look(part, slot)
    const said = part.texts(slot), digits = said[0]?.replace(/^e-/, ''), found = this.sealed.short.get(digits)
    if (found?.kind === kind && said.every(text => text === anchor(found))) return found
    if (this.sealed.hidden.get(digits) === kind) this.open.add('page.withheld')
    else this.bad.add('page.words')
  }

  just (parts, slot, wanted) {
    for (const part of parts) this.look(part, slot)
    const said = parts.map(part => part.text(slot)), seen = said.filter(text => !this.sealed.hidden.has(text.slice(2)))
    if (seen.length < said.length) this.open.add('page.withheld')
    this.told(same(seen, wanted.map(anchor)), 'page.dissent')
  }

  leaveNone () {
    for (const part of this.page.every()) {
      for (const [slot, values] of part.said) {
        if (slot[0] === '?') continue
        this.told(this.looked.get(part)?.has(slot))
        if (values.some(value => STRANGE.test(value))) this.open.add('page.letters')
      }
    }
  }

  isNew (entry) { const { since } = this.around; return since !== null && entry.index >= (since[entry.log] ?? 0) }
  ofLaw (assessment) { const answer = this.sealed.is(assessment.value.answer, 'answer'); return this.questions.get(answer?.value.question)?.value.about === 'law' }
  said (id, stance) { return this.spoken.get(id + stance) ?? [] }

  judgements ({ value }) {
    const named = value.rests_on.map(id => this.sealed.entries.get(id)).filter(Boolean), own = named.filter(entry => entry.kind === 'assessment')
    if (own.length) return own
    const answers = named.filter(entry => entry.kind === 'answer').map(entry => entry.id)
    const sides = [...this.questions.keys()].flatMap(question => this.answers.get(question) ?? [])
    return sides.filter(side => answers.length ? answers.includes(side.id) : value.answers.includes(side.value.question)).flatMap(side => this.judged.get(side.id) ?? [])
  }

  mustBeContested (question) {
    const sides = this.answers.get(question) ?? [], must = new Set(), who = log => this.sealed.person.get(log) ?? log
    for (const side of sides) {
      const judged = this.judged.get(side.id) ?? []
      if (this.said(side.id, 'against').length) must.add(AGAINST)
      const differing = new Set(judged.map(entry => who(entry.log))).size > 1 && new Set(judged.map(entry => entry.value.likelihood)).size > 1
      if (differing || judged.some(entry => entry.value.dissents_from || this.sealed.reviews(entry).some(one => !one.value.agrees))) must.add(OTHERWISE)
    }
    const told = sides.filter(side => this.said(side.id, 'for').length), bounded = ({ value }) => value.span && (value.span.earliest || value.span.latest)
    told.forEach((one, at) => told.slice(at + 1).forEach(two => { if (!(bounded(one) && bounded(two)) && (one.value.region === null || two.value.region === null)) must.add(SEVERAL) }))
    return must
  }

  // --- sentences -------------------------------------------------------------------------------------------------------
  sentences () {
    const { page, sealed } = this, numbers = new Map(), first = page.parts.findIndex(part => part.name === 'words:summary')
    const words = name => page.one('words:' + name).all('sentence')
    const sections = [['title', []], ['correction', page.parts.slice(0, Math.max(0, first)).flatMap(part => part.of('sentence'))], ['summary', words('summary')], ['known', words('known')],
      ['not known', words('not-known')], ['how', page.parts.slice(Math.max(0, first)).filter(part => !part.name.startsWith('words')).flatMap(part => part.of('sentence'))]]
    for (const [section, parts] of sections) {
      const wanted = sealed.standing('draft').filter(entry => entry.value.section === section).sort((one, two) => one.value.order - two.value.order)
      if (section === 'title') {
        this.told(wanted.length === 1, 'page.sentence')
        this.same(page, 'text.title', wanted[0]?.value.text ?? null, 'page.sentence')
        this.same(page, 'text.title_id', wanted[0]?.id ?? null, 'page.sentence')
        continue
      }
      this.allSame(parts, 's.id', wanted.map(entry => entry.id), 'page.sentence')
      for (const part of parts) this.sentence(part, numbers)
    }
    this.notes(numbers)
  }

  sentence (part, numbers) {
    const draft = this.sealed.is(part.text('s.id'), 'draft')
    if (!draft) { this.told(false, 'page.sentence'); return this.lookAll(part) }
    this.same(part, 's.text', draft.value.text, 'page.sentence')
    for (const entry of draft.value.rests_on) if (!numbers.has(entry)) numbers.set(entry, String(numbers.size + 1))
    this.allSame(part.of('n'), 'n', draft.value.rests_on.map(entry => numbers.get(entry)), 'page.footing')
    for (const piece of part.of('n')) this.told(new Set(piece.texts('n')).size === 1, 'page.footing')
    const found = draft.value.section === 'not known' ? [] : this.judgements(draft)
    this.carried(part.of('j'), found.filter(entry => !this.ofLaw(entry)))
    const asked = new Set([...draft.value.answers, ...found.map(entry => this.sealed.is(entry.value.answer, 'answer')?.value.question)])
    const wanted = [...asked].filter(id => this.contested.has(id)).map(id => this.questions.get(id))
    this.allSame(part.of('where,text'), 'where', wanted.map(anchor), 'page.dissent')
    this.allSame(part.of('where,text'), 'text', wanted.map(entry => entry.value.text), 'page.dissent')
    this.told(part.has('?s.new') === this.isNew(draft))
    const origins = part.of('r')
    this.counted(part, 's.origins|length', origins.length)
    this.told(!part.has('?s.origins|length eq') || origins.length === 1)
    for (const origin of origins) { this.where(origin); this.name(origin, 'r.name') }
  }

  carried (pieces, wanted) {
    for (const piece of pieces) this.look(piece, 'j.where')
    const said = pieces.map(piece => piece.text('j.where')), seen = said.filter(text => !this.sealed.hidden.has(text.slice(2)))
    if (seen.length < said.length && !same(said, wanted.map(anchor))) this.open.add('page.withheld')
    this.told(same(said, wanted.map(anchor)) || same(seen, wanted.map(anchor)), 'page.dissent')
    for (const piece of pieces) {
      const entry = this.sealed.short.get(piece.text('j.where').slice(2))
      if (entry?.kind !== 'assessment') { this.lookAll(piece); continue }
      this.same(piece, 'j.answer', this.sealed.is(entry.value.answer, 'answer')?.value.text ?? 'an answer that is withheld', 'page.footing')
      this.same(piece, 'j.who', this.sealed.analyst(entry.log), 'page.footing')
      this.chips(piece.one('chips'), entry)
    }
  }

  chips (part, entry) {
    const { value } = entry
    this.same(part, 'j.likelihood', value.likelihood, 'page.footing')
    this.same(part, 'j.percent', this.form.words.percent[value.likelihood] ?? '', 'page.footing')
    this.same(part, 'j.confidence', value.confidence, 'page.footing')
    const reviews = this.sealed.reviews(entry).map(one => `${this.sealed.analyst(one.log)} ${one.value.agrees ? 'agrees' : 'does not agree'}`)
    this.same(part, 'j.review|join', reviews.length ? reviews.join('; ') : null, 'page.dissent')
    const other = value.dissents_from && this.sealed.entries.get(value.dissents_from)
    if (value.dissents_from && !other) return this.withheld(part, 'j.dissents')
    this.same(part, 'j.dissents', other ? this.sealed.analyst(other.log) + (this.sealed.stands(other) ? '' : ', who has since revised it') : null, 'page.dissent')
  }

  history (part, entry) {
    const said = [], seen = new Set([entry.id]), one = String.raw`[a-z ]+, confidence (?:low|moderate|high) \(\d{4}-\d\d-\d\d\)`
    let earlier = entry.value.revises
    for (let old; earlier && !seen.has(earlier) && (old = this.sealed.is(earlier, 'assessment')); earlier = old.value.revises) {
      seen.add(earlier)
      said.push(`${old.value.likelihood}, confidence ${old.value.confidence} (${old.at})`)
    }
    if (earlier && !seen.has(earlier)) { this.open.add('page.withheld'); this.fits(part, 'j.history|join', `${one}(?:; ${one})*`) } else this.same(part, 'j.history|join', said.length ? said.join('; ') : null, 'page.dissent')
  }

  notes (numbers) {
    const notes = this.page.of('n').filter(part => part.has('n.number'))
    this.allSame(notes, 'n.entry[:16]', [...numbers.keys()].map(id => id.slice(0, 16)), 'page.footing')
    notes.forEach((part, at) => {
      this.same(part, 'n.number', String(at + 1), 'page.footing')
      this.where(part)
      const digits = part.text('n.entry[:16]'), entry = this.sealed.short.get(digits)
      if (!entry) {
        this.same(part, 'n.kind', this.sealed.hidden.get(digits) ?? 'entry', 'page.footing')
        this.look(part, 'n.says')
        if (!Object.hasOwn(this.form.words.withheld, part.text('n.says').replace(/^withheld: /, ''))) this.open.add('page.phrase')
        this.same(part, 'n.who', null, 'page.footing')
        return this.same(part, 'n.day', null, 'page.footing')
      }
      this.same(part, 'n.kind', entry.kind, 'page.footing')
      this.same(part, 'n.who', this.sealed.analyst(entry.log), 'page.footing')
      this.same(part, 'n.day', entry.at, 'page.footing')
      const pattern = this.sealed.described(entry)
      if (pattern === null) this.withheld(part, 'n.says')
      else this.fits(part, 'n.says', pattern, 'page.footing')
    })
  }

  // --- questions and claims --------------------------------------------------------------------------------------------
  board () {
    const { sealed, page } = this, parts = page.of('q').flatMap(part => part.of('question'))
    this.just(parts, 'q.where', [...this.questions.values()].sort((one, two) => ABOUT.indexOf(one.value.about) - ABOUT.indexOf(two.value.about)))
    this.claims(page.of('c').flatMap(part => part.of('claim')))
    for (const part of parts) { const entry = this.entry(part, 'q.where', 'question'); if (entry) this.question(part, entry) }
    for (const circle of page.of('circle')) this.circle(circle)
    if (page.all('root').length && !sealed.hides('finding')) this.marked(page, 'not compared', ![...sealed.findings.keys()].some(key => key.startsWith('trace.recordings\n')))
    const sources = page.of('s').filter(part => part.has('s.is_a')), graded = sealed.grades()
    this.just(sources, 's.where', sealed.standing('source'))
    for (const part of sources) {
      const entry = this.entry(part, 's.where', 'source')
      if (!entry) continue
      const { value } = entry
      this.fits(part, 's.who', sealed.source(entry.id))
      this.same(part, 's.is_a', value.is_a)
      this.grade(part.one('held'), entry.id, graded)
      this.given(part.one('history'), [[value.reliability, value.reason === WITHHELD ? '' : value.reason, sealed.analyst(entry.log), entry.at], ...this.later(entry.id)])
    }
    if (sources.length) this.counted(page, 'sources|length', sources.length)
    const replies = page.of('r').filter(part => part.has('r.asked')), wanted = sealed.standing('reply'), tell = value => value === null ? 'not known' : value ? 'yes' : 'no'
    this.allFit(replies, 'r.who', wanted.map(entry => sealed.source(entry.value.source)), 'page.dissent')
    const rows = { 'r.question': value => value.question, 'r.asked': value => tell(value.asked), 'r.when': value => span(value.when), 'r.answered': value => tell(value.answered), 'r.answer or none': value => value.answer || 'none' }
    for (const [slot, make] of Object.entries(rows)) this.allSame(replies, slot, wanted.map(entry => make(entry.value)), 'page.dissent')
    if (replies.length) this.counted(page, 'replies|length', replies.length)
  }

  question (part, entry) {
    const law = entry.value.about === 'law', answers = this.answers.get(entry.id) ?? [], must = this.mustBeContested(entry.id)
    this.same(part, 'q.about', this.form.words.about[entry.value.about] ?? '')
    this.same(part, 'q.text', entry.value.text)
    this.marked(part, 'q.of_law', 2 * law)
    const said = part.has('?q.contested') ? part.text('q.contested|join').split('; ') : []
    this.look(part, 'q.contested|join')
    if (said.length) this.contested.add(entry.id)
    this.told([...must].every(why => said.includes(why)), 'page.dissent')
    this.told(said.every(why => [AGAINST, OTHERWISE, SEVERAL].includes(why)))
    if (law) {
      this.just(part.of('a'), 'a.where', answers)
      for (const piece of part.of('a')) {
        const found = this.entry(piece, 'a.where', 'answer')
        if (!found) continue
        this.same(piece, 'a.text', found.value.text)
        const claims = [...this.said(found.id, 'for'), ...this.said(found.id, 'against')], pieces = piece.of('c').filter(one => one.has('c.number'))
        this.allSame(pieces, 'c.where', claims.map(anchor))
        this.allSame(pieces, 'c.number', claims.map(claim => this.numbers.get(claim.id) ?? ''))
      }
    } else {
      const pieces = part.of('a').flatMap(one => one.of('answer'))
      this.just(pieces, 'a.where', answers)
      for (const piece of pieces) { const found = this.entry(piece, 'a.where', 'answer'); if (found) this.answer(piece, found) }
    }
    this.pointers(part.of('pointers').flatMap(one => one.of('c')), this.said(entry.id, 'neither'))
    for (const one of part.of('side:They rest on')) this.side(one)
    for (const one of part.of('matrix')) this.matrix(one, answers.map(answer => answer.value.text))
    for (const one of part.of('fall')) this.fall(one)
  }

  answer (part, entry) {
    const { value } = entry
    this.same(part, 'a.text', value.text)
    if (value.region?.boxes.length) { this.fits(part, 'a.bounds', regionPattern(value.region)); this.told(part.has('a.bounds')) } else this.same(part, 'a.bounds', value.span ? span(value.span) : null)
    this.just(part.of('j'), 'j.where', this.judged.get(entry.id) ?? [])
    for (const piece of part.of('j')) {
      const judged = this.entry(piece, 'j.where', 'assessment')
      if (!judged) { this.lookAll(piece); continue }
      this.chips(piece.one('chips'), judged)
      this.same(piece, 'j.who', this.sealed.analyst(judged.log))
      this.same(piece, 'j.day', judged.at)
      this.same(piece, 'j.reasons', judged.value.reasons)
      this.history(piece, judged)
      this.observed(piece.of('observed:for it'), judged.value.speaks_for)
      this.observed(piece.of('observed:against it'), judged.value.speaks_against)
    }
    const groups = part.of('pointers')
    for (const [flag, stance] of [['?a.claims_for', 'for'], ['?a.claims_against', 'against']]) this.pointers(part.has(flag) ? groups.shift()?.of('c') ?? [] : [], this.said(entry.id, stance))
    const cells = this.weighed.get(entry.id) ?? [], rows = part.of('what,consistency,reason')
    this.allSame(rows, 'consistency', cells.map(cell => cell.value.consistency))
    this.allSame(rows, 'reason', cells.map(cell => cell.value.reason))
    rows.slice(0, cells.length).forEach((row, at) => {
      const id = cells[at].value.evidence, evidence = this.sealed.entries.get(id)
      if (evidence && this.numbers.has(id)) {
        this.same(row, 'what', null)
        this.same(row, 'what.where', anchor(evidence))
        this.same(row, 'what.number', this.numbers.get(id))
        this.fits(row, 'what.who', this.sealed.source(evidence.value.source))
      } else this.fits(row, 'what', `(?:${escaped(evidence?.kind ?? this.sealed.kindOf(id))}|entry) ${id.slice(0, 12)}`)
    })
    for (const rests of part.of('rests')) {
      for (const side of rests.of('side:For', 'side:Against')) this.side(side)
      for (const fall of rests.of('fall')) this.fall(fall)
      this.made(rests, 'r.more')
    }
  }

  observed (lists, named) {
    const parts = lists.flatMap(one => one.of('o')), ids = [...new Set(named)], wanted = ids.map(id => this.sealed.is(id, 'observation')).filter(Boolean), shown = parts.filter(part => part.has('?o.entry'))
    if (!Object.hasOwn(this.form.rules, 'observed:for it')) { if (wanted.length) this.open.add('page.form-older'); return }
    this.allSame(shown, 'o.entry[:16]', wanted.map(entry => entry.id.slice(0, 16)), 'page.dissent')
    shown.slice(0, wanted.length).forEach((part, at) => {
      const { id, log, value, at: day } = wanted[at], number = this.sealed.number.get((value.moment ?? value.stretch)?.file ?? value.details.file)
      const rows = { 'o.what': value.what, 'o.says': value.says, 'o.verbatim': value.verbatim, 'o.translation': value.translation, 'o.at': this.sealed.seenAt(value) || (number && `Exhibit ${number}`), 'o.exhibit': number && `x-${number}`, 'o.who': this.sealed.analyst(log), 'o.day': day }
      for (const [slot, wanted] of Object.entries(rows)) this.same(part, slot, wanted || null)
      this.marked(part, 'o.withdrawn', this.sealed.withdrawn.has(id), 'page.dissent')
    })
    const may = ids.filter(id => !this.sealed.is(id, 'observation') && ['observation', 'entry'].includes(this.sealed.kindOf(id))).length
    this.told(Boolean(parts.length) === Boolean(lists.length))
    this.told(parts.length - shown.length <= may, 'page.dissent')
  }

  pointers (parts, claims) {
    const shown = parts.filter(part => part.has('?c.number')), hidden = parts.filter(part => !part.has('?c.number'))
    this.allSame(shown, 'c.where', claims.map(anchor), 'page.dissent')
    this.allSame(shown, 'c.number', claims.map(claim => this.numbers.get(claim.id) ?? ''))
    this.allFit(shown, 'c.who', claims.map(claim => this.sealed.source(claim.value.source)))
    for (const part of hidden) this.same(part, 'c.who', 'a claim that is withheld')
    this.told(hidden.length <= this.sealed.hiddenOf('claim'))
  }

  // A row of such pieces, where a piece may hold what stands between them: never more work than text.
  joined (text, between, right) {
    const parts = text.split(between), ends = [true]
    for (let end = 1; end <= parts.length; end++) {
      ends[end] = false
      for (let start = Math.max(0, end - 64); start < end && !ends[end]; start++) ends[end] = ends[start] && right(parts.slice(start, end).join(between))
    }
    return ends[parts.length] && parts.length <= 5000
  }

  called (text) {
    if (!this.known) {
      this.known = new Set()
      for (const { kind, value } of this.sealed.entries.values()) {
        if (kind === 'source' && value.name !== WITHHELD) this.known.add(value.name)
        if (kind === 'sighting' && value.item) this.known.add(value.item)
      }
    }
    const form = String.raw`${NOT_NAMED}|an item that is withheld|Exhibit [1-9]\d*|file [0-9a-f]{12}|Recording [1-9]\d*, \d+ copies|a file that this report does not name|[a-z-]+ [0-9a-f]{12}`
    return this.known.has(text) || fullmatch(form, text)
  }

  names (text, between = ', ') { return this.joined(text, between, one => this.called(one)) }
  who (part, slot, more = '') { this.look(part, slot); this.told(this.called(part.text(slot)) || more.split('|').includes(part.text(slot))) }
  name (part, slot) { this.look(part, slot); for (const text of part.texts(slot)) this.told(this.names(text)); this.worked++ }

  side (part) {
    const roots = part.of('r').flatMap(one => one.of('root')), unknown = roots.filter(root => root.text('r.kind') === 'unknown').length
    this.counted(part, 'found.origins|length', roots.length - unknown)
    this.counted(part, 'found.unknown|length', unknown)
    this.made(part, 'found.hidden')
    for (const root of roots) {
      this.fits(root, 'r.kind', 'recording|eyewitness|own act|unknown')
      this.where(root)
      this.name(root, 'r.name')
      this.phrase(root, 'r.note')
      for (const who of root.of('who')) this.who(who, 'who')
    }
    for (const one of part.of('who,why')) { this.who(one, 'who', 'claim|observation|finding|sighting|assessment|file|entry'); this.phrase(one, 'why') }
    for (const who of part.of('who')) this.who(who, 'who')
  }

  fall (part) {
    const text = part.text('fall'), begun = /^Without (?:this recording|this eyewitness|this body’s own statement) \(/.exec(text)
    const falls = rest => rest.startsWith('for it there is left: ')
      ? rest.endsWith('.') && this.joined(rest.slice(22, -1), ', ', one => this.called(one) || /^\d+ withheld$/.test(one))
      : /^(?:nothing supports it(?:, but for what has no known origin)?|nothing is for it|nothing supports any answer to “[a-z]+”)\.$/.test(rest)
    this.look(part, 'fall')
    this.told(begun && [...text.matchAll(/\), (?=nothing|for it)/g)].some(({ index }) => this.names(text.slice(begun[0].length, index)) && falls(text.slice(index + 3))))
    this.worked++
  }

  circle (part) {
    const text = part.text('circle'), says = /: (?:it cites itself|\d+ claims cite one another in a circle|a source stands twice in the chain by which the claim came); /g
    const beneath = rest => rest === 'nothing beneath it: one unknown origin' || (rest.startsWith('beneath it: ') && this.names(rest.slice(12)))
    this.look(part, 'circle')
    this.told(/^A circle of \d+ claims, some of which are withheld\.$/.test(text) ||
      [...text.matchAll(says)].some(found => beneath(text.slice(found.index + found[0].length)) && this.names(text.slice(0, found.index), ' ← ')))
    this.worked++
  }

  matrix (part, answers) {
    const heads = part.of('text,against'), cells = ['consistent', 'inconsistent', 'neutral', 'not applicable'], { sealed } = this
    for (const head of heads) { this.look(head, 'text'); this.fits(head, 'against', String.raw`\d+(?: to \d+)?`) }
    this.told(same(sorted(heads.map(head => head.text('text'))), sorted(answers)), 'page.dissent')
    this.phrase(part, 'm.why')
    const seen = new Set(sealed.all('observation').map(entry => entry.value.says)), logs = new Set([...sealed.entries.values()].map(entry => entry.log))
    const judged = new Set([...logs].flatMap(log => cells.map(cell => `${sealed.analyst(log)}: ${cell}`)))
    for (const row of part.of('r')) {
      this.where(row)
      this.look(row, 'r.name')
      const said = row.text('r.name'), claim = [...this.numbers].some(([id, number]) => fullmatch(`Claim ${number}, ${sealed.source(sealed.entries.get(id).value.source)}`, said))
      this.told(seen.has(said) || said === 'an entry that is withheld' || /^[a-z-]+ [0-9a-f]{12}$/.test(said) || claim)
      this.allSame(row.of('cell'), 'm.labels[loop.index0]', heads.map(head => `${head.text('text')} (${head.text('against')} against)`))
      for (const one of row.of('cell')) {
        this.look(one, 'cell')
        const text = one.text('cell')
        this.told(cells.includes(text) || text === 'not judged' || this.joined(text, '; ', piece => judged.has(piece)))
      }
      this.fits(row, 'r.tells', 'tells apart|not settled|says nothing')
      this.worked++
    }
  }

  claims (parts) {
    const wanted = this.sealed.all('claim').filter(entry => !this.sealed.replaced.has(entry.id)), graded = this.sealed.grades()
    this.numbers = new Map(wanted.map((entry, at) => [entry.id, String(at + 1)]))
    this.just(parts, 'c.where', wanted)
    parts.forEach((part, at) => {
      this.same(part, 'c.number', String(at + 1))
      const entry = this.entry(part, 'c.where', 'claim')
      if (entry) this.claim(part, entry, graded)
    })
    if (parts.length) { this.counted(this.page, 'claims|length', parts.length); this.atMost(this.page, 'claims_withheld', this.sealed.hiddenOf('claim')) }
  }

  claim (part, entry, graded) {
    const { value } = entry, { sealed } = this, gone = sealed.entries.get(sealed.withdrawn.get(entry.id))
    this.marked(part, 'c.withdrawn', gone ? 2 : 0, 'page.dissent')
    this.same(part, 'c.withdrawn', gone?.value.reason ?? null, 'page.dissent')
    this.fits(part, 'c.who', sealed.source(value.source))
    this.allFit(part.of('t'), 't', value.through.map(one => sealed.source(one)))
    this.same(part, 'c.paraphrase', value.paraphrase)
    this.same(part, 'c.verbatim', value.verbatim || null)
    this.fits(part, 'c.language', escaped(value.language ?? ''))
    this.same(part, 'c.translation', value.translation || null)
    for (const shown of part.of('where,title')) { const found = this.entry(shown, 'where', 'sighting'); if (found) this.same(shown, 'title', found.value.item || sealed.exhibit(found.value.file)) }
    const files = value.files.filter(file => sealed.number.has(file)).map(file => sealed.number.get(file))
    this.allSame(part.of('n,title'), 'n', files)
    this.allSame(part.of('n,title'), 'title', files.map(number => `Exhibit ${number}`))
    this.allSame(part.of('h'), 'h', value.hedges)
    this.same(part, 'c.basis', value.basis)
    const pieces = part.of('text,stance,given'), asked = value.speaks_to.map(one => [sealed.is(one.question, 'question'), one.answer && sealed.is(one.answer, 'answer'), one])
    if (asked.some(([question, answer]) => !question || answer === undefined)) for (const piece of pieces) this.withheld(piece, 'text', 'stance', 'given')
    else {
      this.allSame(pieces, 'text', asked.map(([question]) => question.value.text))
      this.allSame(pieces, 'stance', asked.map(([, , one]) => one.stance === 'neither' ? '' : one.stance))
      this.allSame(pieces, 'given', asked.map(([, answer]) => answer?.value.text ?? ''))
    }
    if (part.has('?c.dated_by')) {
      const zones = [value.said.zone, this.entry(part, 'c.dated_by', 'sighting')?.value.posted.zone].filter(Boolean)
      const zone = ['no zone stated', ...zones.map(one => escaped(`zone ${one}`))].join('|')
      this.fits(part, 'c.said', String.raw`[0-9:.–\- ]+ UTC \(${escaped(`stated “${value.said.verbatim}”`)}, (?:${zone})\)`)
      this.worked++
    } else this.same(part, 'c.said', span(value.said))
    const [ofSource, ofClaim] = part.of('held')
    this.grade(ofSource, value.source, graded)
    this.grade(ofClaim, entry.id, graded)
    const later = this.later(entry.id)
    this.given(part.one('history'), later.length ? [[value.credibility, value.reason, sealed.analyst(entry.log), entry.at], ...later] : [])
  }

  grade (part, about, graded) {
    const entry = this.sealed.entries.get(about), pieces = part.of('g')
    if (!['source', 'claim'].includes(entry?.kind)) {
      const given = [...graded.get(about) ?? []], known = given.length ? given.map(([, grade]) => grade) : ['F']
      for (const piece of pieces) {
        const grade = piece.text('g.grade'), who = piece.of('who')
        this.look(piece, 'g.grade')
        if (!known.includes(grade)) this.withheld(piece, 'g.grade')
        this.same(piece, 'g.words', this.form.words.reliability[grade] ?? '')
        this.allSame(who, 'who', given.filter(([, one]) => one === grade).map(([one]) => this.sealed.analyst(one)).slice(0, who.length))
      }
      return
    }
    const words = this.form.words[entry.kind === 'source' ? 'reliability' : 'credibility'], by = new Map()
    for (const [who, grade] of graded.get(about) ?? []) by.set(grade, [...by.get(grade) ?? [], this.sealed.analyst(who)])
    const wanted = by.size > 1 ? sorted(by.keys()).map(grade => [grade, by.get(grade)]) : [[[...by.keys()][0] ?? enteredWith(entry), []]]
    this.allSame(pieces, 'g.grade', wanted.map(([grade]) => grade), 'page.dissent')
    this.marked(part, 'grades|length gt', wanted.length > 1, 'page.dissent')
    this.allSame(pieces, 'g.words', wanted.map(([grade]) => words[grade] ?? ''))
    pieces.slice(0, wanted.length).forEach((piece, at) => this.allSame(piece.of('who'), 'who', wanted[at][1]))
  }

  later (about) { return this.sealed.standing('grade').filter(entry => entry.value.about === about).map(entry => [entry.value.grade, entry.value.reason, this.sealed.analyst(entry.log), entry.at]) }
  given (part, wanted) { ['grade', 'reason', 'who', 'day'].forEach((slot, place) => this.allSame(part.of('grade,reason,who,day'), slot, wanted.map(one => one[place]))) }

  // --- the rest --------------------------------------------------------------------------------------------------------
  head () {
    const { page, sealed, around: { manifest, seal, days } } = this
    this.same(page, 'm.edition', String(manifest.edition))
    this.fits(page, 'm.published', String.raw`\d{4}-\d\d-\d\d`)
    if (seal) { this.told([0, 1].includes((Date.parse(seal.entry.header.at) - Date.parse(page.text('m.published'))) / 864e5)); this.same(page, 'm.changed', seal.entry.body.changed || null) }
    this.allSame(page.of('who'), 'who', [...new Set(sealed.opened.map(entry => sealed.analyst(entry.log)))])
    if (sealed.unread) this.withheld(page, 'days')
    else this.same(page, 'days', days.length < 2 ? days[0] ?? '' : `${days[0]} to ${days.at(-1)}`)
    const there = { questions: page.of('q').length, claims: page.has('claims|length'), sources: page.has('sources|length'), replies: page.has('replies|length'), places: page.of('p').length, exhibits: page.of('x').length }
    const always = ['summary', 'known', 'not-known', 'how', 'corrections', 'withheld', 'notes', 'recheck'], wanted = this.form.headings.filter(([part]) => always.includes(part) || there[part])
    this.allSame(page.of('id,heading'), 'id', wanted.map(([part]) => part))
    this.allSame(page.of('id,heading'), 'heading', wanted.map(([, text]) => text))
    this.same(page, 'case_id', manifest.case)
  }

  exhibits () {
    const { page, sealed } = this, parts = page.of('x').flatMap(part => part.of('exhibit')), files = parts.filter(x => x.has('x.digest')), seen = sealed.all('sighting')
    this.told(new Set(files.map(x => x.text('x.digest'))).size === files.length)
    this.told(parts.slice(0, files.length).every(x => x.has('x.digest')))
    files.forEach((x, at) => {
      this.same(x, 'x.where', `x-${at + 1}`)
      this.same(x, 'x.title', `Exhibit ${at + 1}`)
      this.file(x, seen.filter(entry => entry.value.file === x.text('x.digest')))
    })
    for (const x of parts) this.marked(x, 'not x.digest', !x.has('x.digest'))
    this.told(sealed.exhibits.every(digest => sealed.number.has(digest)), 'page.dissent')
    const items = seen.filter(entry => entry.value.file === null).reduce((made, entry) => made.set(entry.value.item, [...made.get(entry.value.item) ?? [], entry]), new Map())
    const spoken = parts.slice(files.length)
    this.allSame(spoken, 'x.title', [...items.keys()])
    ;[...items.values()].slice(0, spoken.length).forEach((found, at) => { this.same(spoken[at], 'x.where', `item-${found[0].id.slice(0, 16)}`); this.sightings(spoken[at], found) })
    const others = sealed.files - files.length
    if (sealed.hides('file')) this.gone(page, 'm.others|length')
    else { this.counted(page, 'm.others|length', others); this.told(page.has('m.others|length') === (others > 0 && parts.length > 0)) }
    const called = new Map([...sealed.number.keys()].map(file => [file.slice(0, 8), sealed.exhibit(file)]))
    const reasons = new Set([...sealed.reasons].map(text => text.replace(/(?<![\p{L}\p{N}_])[0-9a-f]{8}(?![\p{L}\p{N}_])/gu, digits => called.get(digits) ?? digits)))
    for (const part of page.of('r').filter(one => one.has('r.number'))) {
      this.made(part, 'r.number', 'r.elsewhere', 'r.drawn')
      this.told(new Set(part.texts('r.number')).size === 1)
      for (const one of part.of('where,title')) {
        this.fits(one, 'where', String.raw`x-[1-9]\d*`)
        this.same(one, 'title', `Exhibit ${one.text('where').slice(2)}`)
        this.told([...sealed.number.values()].includes(one.text('where').slice(2)))
      }
      for (const one of part.of('why')) { this.look(one, 'why'); this.told(reasons.has(one.text('why')) || sealed.hides('finding')) }
    }
  }

  file (x, seen) {
    const { sealed } = this, digest = x.text('x.digest'), file = sealed.all('file').find(entry => entry.value.digest === digest)
    this.look(x, 'x.digest', 'x.is_a')
    if (file) this.same(x, 'x.size', size(file.value.size))
    else { this.told(sealed.hides('file')); this.withheld(x, 'x.size') }
    if (x.has('x.is_a')) this.told((sealed.isA.get(digest) ?? []).includes(x.text('x.is_a')) || sealed.hides('finding'))
    for (const n of x.of('n')) { this.told(new Set(n.texts('n')).size === 1); this.made(n, 'n') }
    this.bytes(x, digest)
    const labels = sealed.all('mark').filter(entry => !entry.withheld.includes('label')).map(entry => entry.value.label), time = String.raw`-?\d+:\d\d(?:\.\d+)?`
    const reasons = [...Object.keys(this.form.words.withheld), ...labels].map(escaped).join('|')
    for (const label of x.of('label')) this.fits(label, 'label', String.raw`(?:${reasons}) \((?:the whole of it|(?:its start|${time}) to (?:its end|${time}))\)`)
    this.sightings(x, seen)
    this.found(x, digest)
  }

  found (x, digest) {
    const { sealed } = this, alone = new Map(), pairs = new Map(), add = (map, key, row, items) => { if (!map.has(key)) map.set(key, { ...row, items: [] }); map.get(key).items.push(...items) }
    const kept = (sealed.ofFile.get(digest) ?? []).filter(row => sealed.stands(row)).sort((one, two) => one.at[0] < two.at[0] ? -1 : one.at[0] > two.at[0] ? 1 : one.at[1] - two.at[1])
    for (const row of kept) {
      const others = row.files.filter(file => file !== digest)
      if (others.length) add(pairs, [row.outcome, row.says, ...row.method].join('\n'), row, others)
      else add(alone, [row.outcome, row.says].join('\n'), row, [row.method.join('\n')])
    }
    const wanted = [...alone.values()].map(row => ({ ...row, methods: [...new Set(row.items)].map(one => one.split('\n')), named: [], unnamed: 0 }))
    for (const row of pairs.values()) {
      const others = [...new Set(row.items)], named = others.filter(file => sealed.number.has(file)).map(file => Number(sealed.number.get(file))).sort((one, two) => one - two)
      wanted.push({ ...row, methods: [row.method], named, unnamed: others.length - named.length })
    }
    const parts = x.of('f')
    this.told(parts.length === wanted.length)
    for (const part of parts.slice(wanted.length)) this.lookAll(part)
    parts.slice(0, wanted.length).forEach((part, at) => {
      const { methods, outcome, says, named, unnamed } = wanted[at]
      this.allSame(part.of('method,version'), 'method', methods.map(one => one[0]))
      this.allSame(part.of('method,version'), 'version', methods.map(one => one[1]))
      this.same(part, 'f.outcome', outcome)
      this.same(part, 'f.says', says || null)
      this.allSame(part.of('title,where'), 'title', named.map(one => `Exhibit ${one}`))
      this.allSame(part.of('title,where'), 'where', named.map(one => `x-${one}`))
      this.counted(part, 'f.unnamed', unnamed)
      this.told(part.has('f.unnamed') === Boolean(unnamed))
    })
    this.counted(x, 'x.counted', kept.length)
    this.told(x.has('x.counted') === Boolean(kept.length), 'page.dissent')
  }

  bytes (x, digest) {
    const { files } = this.around.manifest, made = new Map(this.sealed.all('derivative').map(entry => [entry.value.digest, entry.value])), code = 'page.picture'
    const ends = { 'image/jpeg': '.jpg', 'image/png': '.png', 'image/webp': '.webp' }, listed = name => Object.hasOwn(files, name)
    if (x.has('x.original')) { this.same(x, 'x.original', `blobs/${digest}`, code); this.told(listed(x.text('x.original')), code) }
    if (x.has('x.redacted')) {
      this.look(x, 'x.redacted')
      const copy = made.get(x.text('x.redacted').replace(/^blobs\//, ''))
      this.told(copy?.parent === digest && copy.what === 'redaction' && listed(x.text('x.redacted')), code)
    }
    for (const still of x.of('picture').flatMap(part => part.of('still'))) {
      this.lookAll(still)
      const name = still.text('picture.path'), found = made.get(name.replace(/^blobs\//, '').split('.')[0]), parent = made.get(found?.parent)
      const right = found && listed(name) && name === `blobs/${found.digest}${ends[found.media_type]}` && ['still', 'redaction'].includes(found.what) && (found.parent === digest || parent?.parent === digest)
      this.told(right, code)
      const at = found?.moment ? seconds(found.moment.pts) : 'its start'
      this.told(still.texts('x.title').every(text => text === x.text('x.title')) && still.texts('picture.at').every(text => text === at), code)
      this.marked(still, 'picture.redacted', 2 * (found?.what === 'redaction'), code)
    }
  }

  sightings (x, seen) {
    const parts = x.of('s').flatMap(part => part.of('sighting'))
    this.allSame(parts, 's.where', seen.map(anchor), 'page.dissent')
    this.counted(x, 'x.sightings|length', parts.length)
    this.atMost(x, 'x.withheld_sightings', this.sealed.hiddenOf('sighting'))
    parts.slice(0, seen.length).forEach((part, at) => {
      const { id, log, value, withheld } = seen[at], shown = name => withheld.includes(name) ? null : value[name] || null
      this.marked(part, 's.withdrawn', 2 * this.sealed.withdrawn.has(id), 'page.dissent')
      this.same(part, 's.url', shown('url'))
      this.same(part, 's.channel', value.channel || null)
      this.look(part, 's.captured or not stated')
      this.told(part.text('s.captured or not stated') === (!shown('url') && !value.channel ? value.captured || 'not stated' : ''))
      this.same(part, 's.note', shown('note'))
      this.same(part, 's.names', shown('name') ? shown('name') + (shown('raw_name') ? ` (bytes ${shown('raw_name')})` : '') : null)
      if (withheld.includes('account')) this.fits(part, 's.account', 'withheld')
      else this.same(part, 's.account', value.account || null)
      this.same(part, 's.posted', span(value.posted))
      this.same(part, 's.seen', span(value.seen))
      this.same(part, 's.who', this.sealed.analyst(log))
      this.same(part, 's.captured', value.captured || null)
    })
  }

  places () {
    const beside = new Set(('area km² an of they hold for these minutes are alike to not before after known moved most by conflict and is taken share ' +
      'kept as rejected more lacks m in no gazetteer at hand words read N S E W T Z e').split(' '))
    const rests = this.sealed.standing('draft').flatMap(entry => entry.value.rests_on).map(id => this.sealed.is(id, 'finding')).filter(Boolean)
    const must = rests.filter(entry => entry.value.job.method.startsWith('place.') && this.sealed.stands(entry) && drawable(result(entry.value).value))
    const there = new Set(this.page.of('p').map(part => part.text('p.where')))
    this.told(there.size >= 40 || must.every(entry => there.has(anchor(entry))), 'page.dissent')
    for (const part of this.page.of('p')) {
      const entry = this.entry(part, 'p.where', 'finding'), lines = part.of('line')
      if (!entry) { this.withheld(part, ...part.said.keys()); for (const line of lines.slice(0, 1)) this.withheld(line, 'line'); continue }
      const { value } = entry, title = this.title(value)
      this.same(part, 'p.method', value.job.method)
      this.same(part, 'p.who', this.sealed.analyst(entry.log))
      this.same(part, 'p.day', entry.at)
      this.same(part, 'p.why', result(value).why || null)
      this.phrase(part, 'p.asks')
      this.same(part, 'p.title', part.has('p.path') ? null : title)
      this.same(part, 'p.path', part.has('p.path') ? `places/${entry.id.slice(0, 16)}.svg` : null, 'page.picture')
      this.same(part, 'p.alt', part.has('p.path') ? `${title}: ${lines.map(line => line.text('line')).join('; ')}` : null)
      const rejected = list(result(value).value?.rejected).filter(row => isMap(row) && 'lat_deg' in row).slice(0, 40), ruled = lines.map(line => line.text('line')).find(line => line.startsWith('kept as rejected: ')) ?? ''
      this.told(rejected.every(row => ruled.includes(String(row.label || row.name || row.id))), 'page.dissent')
      const own = new Set(wordsIn(value.outcome))
      for (const line of lines) { this.look(line, 'line'); this.told(words(line.text('line')).every(word => own.has(word) || beside.has(word))); this.worked++ }
    }
  }

  title (value) {
    const found = result(value).value
    let said = drawable(found) ? list(found.clues).filter(isMap).map(clue => String(clue.says ?? '')) : []
    if (!said.length) said = value.rests_on.map(id => this.sealed.is(id, 'observation')).filter(Boolean).map(entry => entry.value.says)
    return said.filter(Boolean).join('; ') || value.job.method
  }

  methods () {
    const { page, sealed } = this, parts = page.of('k').filter(k => k.has('k.name')), whole = !sealed.hides('finding')
    const known = [...new Set([...sealed.findings.keys()].map(key => key.split('\n').slice(0, 2).join('\n')))].map(key => key.split('\n')).sort((one, two) => one[0] < two[0] ? -1 : one[0] > two[0] ? 1 : one[1] - two[1]).map(one => one.join('\n'))
    const said = parts.map(k => `${k.text('k.name')}\n${k.text('k.version')}`)
    for (const k of parts) this.look(k, 'k.name', 'k.version')
    this.told(whole ? same(said, known) : known.every(one => said.includes(one)))
    this.counted(page, 'methods|length', parts.length)
    parts.forEach((k, at) => {
      this.look(k, 'k.asks')
      for (const limit of k.of('limit')) this.look(limit, 'limit')
      const card = [k.text('k.name'), k.text('k.asks'), ...k.of('limit').map(limit => limit.text('limit'))].join('\n'), given = k.has('k.asks') || k.of('limit').length
      if (this.form.phrases.has(digest32(given ? card : k.text('k.name'))) !== Boolean(given)) this.open.add('page.phrase')
      this.told(same(k.of('name,number').map(one => one.text('name')), ['Found', 'Nothing', 'Inconclusive', 'Unsuitable']), 'page.dissent')
      for (const one of k.of('name,number', 'profile,number')) {
        const number = (one.has('name') ? sealed.findings : sealed.profiles).get(`${said[at]}\n${one.text('name') || one.text('profile')}`) ?? 0, told = count(one.text('number'))
        this.lookAll(one)
        if (one.has('name')) this.marked(one, 'not number', !told)
        this.told(told === number || (!whole && told > number), 'page.dissent')
      }
    })
    const tools = page.of('tool').map(part => part.text('tool')), programs = sorted(sealed.programs)
    for (const part of page.of('tool')) this.look(part, 'tool')
    this.told(whole ? same(tools, programs) : programs.every(one => tools.includes(one)))
  }

  corrections () {
    const { sealed } = this, parts = this.page.of('c').filter(c => c.has('c.kind')), made = []
    for (const [gone, by] of new Map([...sealed.replaced, ...sealed.withdrawn])) {
      const now = sealed.entries.get(by), old = sealed.entries.get(gone)
      const covers = (edition, entry) => entry.index < (edition.value.heads[entry.log]?.size ?? 0)
      const printed = old && sealed.all('published').some(edition => covers(edition, old) && !covers(edition, now))
      if ((now.kind !== 'draft' && old?.kind !== 'draft') || printed) made.push([now, gone])
    }
    made.sort(([one], [two]) => one.log < two.log ? -1 : one.log > two.log ? 1 : one.index - two.index)
    this.told(parts.length === made.length, 'page.dissent')
    parts.slice(made.length).forEach(part => this.lookAll(part))
    parts.slice(0, made.length).forEach((part, at) => {
      const [now, gone] = made[at], old = sealed.entries.get(gone), instead = sealed.entries.get(now.value.instead || (now.kind !== 'withdrawal' ? now.id : ''))
      const line = (slot, entry, otherwise) => { const pattern = entry ? sealed.described(entry) : otherwise; if (pattern === null) this.withheld(part, slot); else this.fits(part, slot, pattern, 'page.dissent') }
      this.same(part, 'c.kind', old?.kind ?? sealed.hidden.get(gone.slice(0, 16)) ?? 'entry', 'page.dissent')
      line('c.said', old, 'withheld')
      this.same(part, 'c.why', now.value.reason || now.value.reasons || null, 'page.dissent')
      this.same(part, 'c.who', sealed.analyst(now.log), 'page.dissent')
      this.same(part, 'c.day', now.at, 'page.dissent')
      if (instead) { line('c.instead', instead, ''); this.told(part.has('c.instead'), 'page.dissent') } else this.same(part, 'c.instead', null, 'page.dissent')
      this.told(part.has('?c.new') === this.isNew(now))
    })
  }

  foot () {
    const { page, sealed, around: { manifest, seal, keys } } = this, counts = { 'Entries shown': 'shown', 'Header only': 'header', 'Hash only': 'hash' }
    for (const part of page.of('name,number')) { this.look(part, 'name'); this.same(part, 'number', String(manifest.counts[counts[part.text('name')]])) }
    this.told(page.of('name,number').length === 3)
    for (const part of page.of('why,number')) { this.look(part, 'why'); if (!Object.hasOwn(this.form.words.withheld, part.text('why'))) this.open.add('page.phrase'); this.gone(part, 'number') }
    for (const part of page.of('mark,number')) { this.fits(part, 'mark', 'graphic|person at risk|sealed source'); this.gone(part, 'number') }
    this.gone(page, 'withheld.protected', 'withheld.originals', 'withheld.skipped')
    const shares = page.of('word,per_cent'), wanted = Object.entries(this.form.words.percent).sort(([, one], [, two]) => parseInt(one) - parseInt(two))
    this.allSame(shares, 'word', wanted.map(([word]) => word))
    this.allSame(shares, 'per_cent', wanted.map(([, share]) => share))
    const parts = page.of('k').filter(k => k.has('k.log')), sealer = seal?.entry.header.log, logs = sorted(Object.keys(manifest.heads))
    if (logs.includes(sealer)) logs.unshift(...logs.splice(logs.indexOf(sealer), 1))
    this.allSame(parts, 'k.log', logs)
    this.allSame(parts, 'k.author', logs.map(log => sealed.analyst(log)))
    this.allSame(parts, 'k.fingerprint', logs.map(log => keys[log] ?? ''))
    this.allSame(parts, 'k.checkpoint.root', logs.map(log => manifest.heads[log].root))
    parts.slice(0, logs.length).forEach((part, at) => this.counted(part, 'k.checkpoint.size', manifest.heads[logs[at]].size))
    this.same(page, 'm.keys[0].fingerprint', keys[logs[0]] || 'FINGERPRINT')
  }
}

const drawable = value => isMap(value) && ['where', 'regions', 'when', 'spans', 'not_before', 'rejected'].some(name => Object.hasOwn(value, name))
const words = text => text.match(/[\p{L}\p{Nl}\p{No}]+/gu) ?? []
function wordsIn (wire) {
  if (typeof wire === 'string') return words(wire)
  if (isMap(wire)) return Object.entries(wire).flatMap(([key, item]) => [...words(key), ...wordsIn(item)])
  return list(wire).flatMap(wordsIn)
}

// A map: lines, shapes and words; the words are its finding's, every map's, or a town's, which is counted.
function checkDrawn (held, finding, text) {
  const number = '-?[0-9.]+(?:e[-+]?[0-9]+)?', said = '(?:[^<>&]|&(?:amp|lt|gt);)*', { sealed } = held, bad = () => held.told(false, 'page.picture')
  const attribute = String.raw`(?: (?:x|y|cx|cy|r|width|height|font-size|stroke-width|fill-opacity)="${number}"| (?:fill|stroke)="(?:#[0-9a-f]{6}|none)"| text-anchor="(?:start|end)"| paint-order="stroke"| stroke-dasharray="5 2"| d="[-MLHVZhmv0-9. ]*")*`
  const token = new RegExp(String.raw`<text(?<how>${attribute})>(?<said>${said})</text>|<title>(?<title>${said})</title>|</?(?:rect|path|circle)${attribute}/?>|<clipPath id="(?:map|inset)">|</clipPath>|<g clip-path="url\(#(?:map|inset)\)">|</g>|\n`, 'uy')
  const start = new RegExp(String.raw`^<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 720 ${number}" role="img" aria-label=(?:"([^"<>]*)"|'([^'<>]*)') font-family="sans-serif" font-size="12">\n`, 'u')
  const town = /^ x="[^"]*" y="[^"]*"(?: text-anchor="end")? font-size="(?:9|11)" fill="#222222"/
  const known = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#10;': '\n', '&#13;': '\r', '&#9;': '\t', '&amp;': '&' }, unescape = raw => raw.replace(/&(?:lt|gt|quot|#10|#13|#9|amp);/g, one => known[one])
  const entry = sealed.short.get(finding), begun = start.exec(text)
  if (!entry) return
  if (!begun || !text.endsWith('</svg>')) return bad()
  const under = entry.value.rests_on.map(id => sealed.is(id, 'finding')).filter(Boolean)
  const own = new Set([entry, ...under].flatMap(one => wordsIn(one.value.outcome)).concat(words(held.title(entry.value))))
  const beside = new Set('E W N S T Z km km² m e area to is up north Lines Natural Earth Towns GeoNames UTC'.split(' ')), texts = [unescape(begun[1] ?? begun[2])], end = text.length - 6
  for (let at = begun[0].length; at < end; at = token.lastIndex) {
    token.lastIndex = at
    const found = token.exec(text)
    if (!found || token.lastIndex > end) return bad()
    const { how, said: inside, title } = found.groups
    if (how !== undefined && town.test(how) && [...inside].length <= 40 && words(unescape(inside)).some(word => !own.has(word))) held.worked++
    else texts.push(unescape(inside ?? title ?? ''))
  }
  for (const one of texts) {
    const found = words(one), last = found.at(-1)
    if (one.endsWith('…') && found.length && one.endsWith(last + '…') && [...own].some(word => word.startsWith(last))) found.pop()
    held.told(found.every(word => own.has(word) || beside.has(word)), 'page.picture')
  }
  held.worked++
}

// --- rule 10 -----------------------------------------------------------------------------------------------------------
const FORMS = new Map()
function formOf (number, folder) {
  if (!FORMS.has(number)) {
    let wire = null
    try { wire = JSON.parse(readFileSync(path.join(folder, `${number}.json`), 'utf8')) } catch { /* a form that nobody here knows */ }
    if (wire) wire = { ...wire, phrases: new Set(wire.phrases), rules: Object.fromEntries(Object.entries(wire.rules).map(([name, rule]) => [name, readied(wire.rules, rule, [])])) }
    FORMS.set(number, wire)
  }
  return FORMS.get(number)
}

// `read` gives a file's bytes, `checked` the paths whose bytes are those of the manifest, `entries` the shown entries.
export function checkPage ({ world, manifest, seal, read, checked, entries, forms }) {
  const cannot = code => world.say('cannot check', code)
  if (!Object.hasOwn(manifest.files, PAGE)) return cannot('page.none')
  if (!checked.has(PAGE)) return cannot('page.not-read')
  let text, data
  try { data = read(PAGE) } catch (bad) { if (bad.code !== 'record.hostile-folder') throw bad; return cannot('page.not-read') }
  const named = NAMED.exec(data.subarray(0, 400).toString('latin1')), form = named ? formOf(Number(named[1]), forms) : null
  if (!form) return cannot('page.form-unknown')
  try { text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data) } catch { return world.broken('page.form') }
  const page = new Part('page')
  if (new Reader(text, form.rules).node(['&', form.rules.page], 0, page) !== text.length) return world.broken('page.form')
  if (!form.styles.includes(manifest.files[STYLE]?.sha256)) cannot('page.style')
  const drawn = new Set(page.of('p').map(part => part.text('p.path')).filter(Boolean))
  for (const name of drawn) if (!Object.hasOwn(manifest.files, name)) world.broken('page.picture')
  for (const name of Object.keys(manifest.files)) if (![PAGE, STYLE].includes(name) && !drawn.has(name) && !/^(ledger|blobs|readings)\//.test(name)) cannot('page.beside')

  const exhibits = page.of('x').flatMap(part => part.of('exhibit')).filter(x => x.has('x.digest'))
  const files = new Map(exhibits.map((x, at) => [x.text('x.digest'), String(at + 1)])), digits = new Set()
  for (const part of page.every()) for (const values of part.said.values()) for (const value of values) digits.add(value.replace(/^(e-|item-)/, '').slice(0, 16))
  const sealed = new Sealed(world, entries(), { entries: digits, files })
  const days = new Set(), keys = {}
  for (const log of world.logs.values()) for (const { at, by } of log.leaves) if (by) { days.add(at); keys[log.id] = by }
  const before = seal && sealed.is(seal.entry.body.previous, 'published')
  const since = manifest.edition > 1 && before ? Object.fromEntries(Object.entries(before.value.heads).map(([log, head]) => [log, head?.size ?? 0])) : null
  const held = new Held(sealed, form, page, { manifest, seal, days: sorted(days), keys, since })
  held.board()
  held.sentences()
  held.head()
  held.exhibits()
  held.places()
  held.methods()
  held.corrections()
  held.foot()
  held.leaveNone()
  for (const part of page.of('p')) {
    const name = part.text('p.path')
    if (checked.has(name)) checkDrawn(held, name.slice(7, -4), read(name).toString())
  }
  for (const code of held.bad) world.say(sealed.hides(...JUDGING) ? 'cannot check' : 'broken', code)
  for (const code of held.open) world.say(code === 'page.withheld' ? 'withheld' : 'cannot check', code)
  if (held.worked || held.hidden) cannot('page.not-computed')
  if (held.worked) world.left.push(`${held.worked} counts and drawings on the page, which methods give, were not worked out again: the full recheck (\`firsthand recheck\`) does that`)
  if (held.hidden) world.left.push(`${held.hidden} counts of what is withheld were not counted again: what they count is not here`)
}
