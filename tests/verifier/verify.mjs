// A second verifier of the core, from docs/format.md alone: plain Node, nothing but its own crypto and fs.
//   node verify.mjs FOLDER [--key FINGERPRINT] [--pin FILE]     a published folder or a case; ends with 0, 1 or 3
//   node verify.mjs --jobs FILE                                  [{folder, key, pin}] -> [{exit, codes}]
//   node verify.mjs --lines FILE                                 ["a line", ...] -> [whether it has the shape of its kind]
//   node verify.mjs --vectors FOLDER                             the golden vectors, made again
import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkPage } from './page.mjs'

const HERE = path.dirname(fileURLToPath(import.meta.url))
const KINDS = JSON.parse(fs.readFileSync(path.join(HERE, '../golden/kinds.json'), 'utf8'))
const MAX_INT = Number.MAX_SAFE_INTEGER, MAX_DEPTH = 64, MAX_LINE = 2 ** 24, MAX_SMALL = 2 ** 26, MAX_FILES = 200_000
const OWN = ['manifest.json', 'seal/published.jsonl', 'seal/checkpoint', 'seal/proof.json']
const TARGETED = new Set(['withdrawal', 'review', 'assessment', 'published', 'opened', 'key-rotated', 'key-added', 'key-lost', 'key-compromised'])
const ACCOUNTED = new Set(['line.header-only', 'line.field', 'cause.withheld', 'page.not-computed'])
const GRAVE = { holds: 0, withheld: 1, 'cannot check': 2, broken: 3 }

class Bad extends Error { constructor (code, says) { super(says ?? code); this.code = code } }
const need = (right, code, says) => { if (!right) throw new Bad(code, says) }

// --- bytes -------------------------------------------------------------------------------------------------------------
const hash = (...parts) => { const made = crypto.createHash('sha256'); for (const part of parts) made.update(part); return made.digest('hex') }
const isDigest = text => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text)
const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value)
const hasKeys = (value, ...keys) => isObject(value) && Object.keys(value).sort().join() === keys.sort().join()
const isCount = value => Number.isSafeInteger(value) && value >= 0

export function canonical (value, depth = 0) {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') { need(value.isWellFormed(), 'record.not-json'); return JSON.stringify(value) }
  if (typeof value === 'number') {
    need(Number.isFinite(value) && !(Number.isInteger(value) && Math.abs(value) > MAX_INT && Math.abs(value) < 1e21), 'record.not-json')
    return JSON.stringify(value)
  }
  need(depth < MAX_DEPTH, 'record.not-json')
  if (Array.isArray(value)) return '[' + value.map(item => canonical(item, depth + 1)).join() + ']'
  return '{' + Object.keys(value).sort().map(key => canonical(key) + ':' + canonical(value[key], depth + 1)).join() + '}'
}

function parseCanonical (data) {
  let value
  try { value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)) } catch { throw new Bad('record.not-json') }
  need(Buffer.from(canonical(value)).equals(data), 'record.not-canonical')
  return value
}

function unbase64 (text, size, code) {
  need(typeof text === 'string', code)
  const raw = Buffer.from(text, 'base64')
  need(raw.toString('base64') === text && (size === null || raw.length === size), code)
  return raw
}

// --- trees and signatures ----------------------------------------------------------------------------------------------
const node = (left, right) => hash(Buffer.from([1]), Buffer.from(left, 'hex'), Buffer.from(right, 'hex'))

function rootsAt (leaves, sizes) {
  const found = new Map(), edge = []
  leaves.forEach((leaf, index) => {
    edge.push(leaf)
    for (let rest = index; rest % 2; rest = (rest - 1) / 2) { const right = edge.pop(); edge.push(node(edge.pop(), right)) }
    if (sizes.has(index + 1)) found.set(index + 1, edge.reduceRight((made, left) => node(left, made)))
  })
  return found
}

function rootFromProof (leaf, index, size, proof) {
  if (index >= size) return null
  let at = index, last = size - 1, made = leaf
  for (const sibling of proof) {
    if (last === 0) return null
    if (at % 2 || at === last) {
      made = node(sibling, made)
      while (at && at % 2 === 0) { at = Math.floor(at / 2); last = Math.floor(last / 2) }
    } else made = node(made, sibling)
    at = Math.floor(at / 2); last = Math.floor(last / 2)
  }
  return last === 0 ? made : null
}

function signed (raw, signature, data) {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw])
  try { return crypto.verify(null, data, crypto.createPublicKey({ key: der, format: 'der', type: 'spki' }), signature) } catch { return false }
}

function readNote (note) {
  const cut = note.indexOf('\n\n'), lines = note.slice(0, cut).split('\n'), tail = note.slice(cut + 2)
  // eslint-disable-next-line no-control-regex
  need(cut >= 0 && !/[\x00-\x09\x0b-\x1f\x7f]/.test(note) && lines.length === 3 && tail.endsWith('\n'), 'checkpoint.bad')
  const where = lines[0].split('/')
  need(where.length === 3 && where[0] === 'firsthand' && isDigest(where[1]) && isDigest(where[2]), 'checkpoint.bad')
  need(/^(0|[1-9][0-9]{0,15})$/.test(lines[1]), 'checkpoint.bad')
  const signatures = []
  for (const line of tail.slice(0, -1).split('\n')) {
    const parts = line.split(' ')
    need(parts.length === 3 && parts[0] === '\u2014' && /^[^\s+]+$/.test(parts[1]), 'checkpoint.bad')
    const raw = unbase64(parts[2], null, 'checkpoint.bad')
    if (raw.length === 68) signatures.push({ name: parts[1], id: raw.subarray(0, 4), signature: raw.subarray(4) })
  }
  const root = unbase64(lines[2], 32, 'checkpoint.bad').toString('hex')
  return { case: where[1], log: where[2], size: Number(lines[1]), root, text: note.slice(0, cut + 1), signatures, note }
}

function splitNotes (data) {
  let text
  try { text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data) } catch { throw new Bad('checkpoint.bad') }
  if (text === '') return []
  need(text.endsWith('\n\n'), 'checkpoint.bad')
  const blocks = text.slice(0, -2).split('\n\n')
  need(blocks.length % 2 === 0, 'checkpoint.bad')
  return blocks.flatMap((block, index) => index % 2 ? [] : [block + '\n\n' + blocks[index + 1] + '\n'])
}

const keyId = (name, raw) => Buffer.from(hash(Buffer.from(name + '\n'), Buffer.from([1]), raw), 'hex').subarray(0, 4)

function noteSigned (note, raw) {
  const name = 'firsthand/' + note.log, id = keyId(name, raw)
  const own = note.signatures.filter(one => one.name === name && one.id.equals(id))
  return own.length > 0 && own.every(one => signed(raw, one.signature, Buffer.from(note.text)))
}

// --- entries -----------------------------------------------------------------------------------------------------------
const commitment = (salt, value) => {
  need(typeof salt === 'string' && /^[0-9a-f]{32}$/.test(salt), 'record.bad-entry')
  return hash(Buffer.from('firsthand commitment v1\n'), Buffer.from(salt, 'hex'), Buffer.from(canonical(value)))
}
const logId = (theCase, device, key) => hash(Buffer.from('firsthand log v1\n' + canonical({ case: theCase, device, key })))
const entryId = header => hash(Buffer.from([0]), Buffer.from(canonical(header)))

function isDay (text) {
  return typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && text > '0001' && isTime(text + 'T00:00:00Z')
}

function isTime (text) {
  const made = typeof text === 'string' && /^(\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d)(\.\d{0,5}[1-9])?Z$/.exec(text)
  const moment = made && new Date(made[1] + 'Z')
  return Boolean(made) && text > '0001' && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(made[1])
}

function checkHeader (header) {
  const shape = hasKeys(header, 'after', 'at', 'body', 'by', 'kind', 'log', 'v') && header.v === 1 && typeof header.kind === 'string' &&
    isDay(header.at) && isDigest(header.log) && isDigest(header.by) && isDigest(header.body) && Array.isArray(header.after)
  need(shape, 'record.bad-entry')
  header.after.forEach(head => need(isHead(head, 'log'), 'record.bad-entry'))
  const logs = header.after.map(head => head.log)
  need(!logs.includes(header.log) && logs.every((log, index) => index === 0 || logs[index - 1] < log), 'record.bad-entry')
  return header
}

const isHead = (head, ...more) => hasKeys(head, 'root', 'size', ...more) && isDigest(head.root) && isCount(head.size) && head.size > 0 && (!more.length || isDigest(head.log))

// A value against a type of kinds.json: "?T" or null, "[]T", "{}T", "=a|b", "@Name", or one of the words below.
function fits (type, value) {
  if (type[0] === '?') return value === null || fits(type.slice(1), value)
  if (type.startsWith('[]')) return Array.isArray(value) && value.every(item => fits(type.slice(2), item))
  if (type.startsWith('{}')) return isObject(value) && Object.values(value).every(item => fits(type.slice(2), item))
  if (type[0] === '=') return type.slice(1).split('|').includes(value)
  if (type[0] === '@') return fitsAll(KINDS.types[type.slice(1)], value)
  return WORDS[type](value)
}
const fitsAll = (fields, value) => hasKeys(value, ...Object.keys(fields)) && Object.entries(fields).every(([name, type]) => fits(type, value[name]))
const orNull = check => value => value === null || check(value)
const isText = value => typeof value === 'string'
const WORDS = {
  any: () => true,
  str: isText,
  int: value => Number.isSafeInteger(value),
  float: value => typeof value === 'number',
  bool: value => typeof value === 'boolean',
  fraction: isFraction,
  span: value => hasKeys(value, 'earliest', 'latest', 'verbatim', 'zone') && [value.earliest, value.latest].every(orNull(isTime)) &&
    [value.verbatim, value.zone].every(orNull(isText)),
  region: value => hasKeys(value, 'boxes', 'unit', 'verbatim') && value.unit === '1e-7 deg WGS 84' && orNull(isText)(value.verbatim) &&
    Array.isArray(value.boxes) && value.boxes.length <= 1024 &&
    value.boxes.every(box => hasKeys(box, 'west', 'south', 'east', 'north') && Object.values(box).every(Number.isSafeInteger))
}

function isFraction (text) {
  const parts = isText(text) && text.length <= 64 && /^(0|-?[1-9]\d*)\/([1-9]\d*)$/.exec(text)
  if (!parts) return false
  let [one, two] = [BigInt(parts[1]), BigInt(parts[2])]
  if (one < 0n) one = -one
  while (two) [one, two] = [two, one % two]
  return one === 1n
}

function readLine (data) {
  const wire = parseCanonical(data)
  if (hasKeys(wire, 'hash')) { need(isDigest(wire.hash), 'record.bad-digest'); return { id: wire.hash, shown: 'hash' } }
  need(hasKeys(wire, 'header') || hasKeys(wire, 'body', 'header', 'salt', 'sealed'), 'record.bad-entry')
  const header = checkHeader(wire.header), kind = KINDS.kinds[header.kind]
  const line = { id: entryId(header), shown: 'header', header }
  need(kind !== undefined && Object.hasOwn(KINDS.kinds, header.kind), 'record.bad-entry')
  if (!('body' in wire)) return line
  const { body, salt, sealed } = wire
  need(isObject(body) && isObject(body.sealed) && isObject(sealed) && Object.values(body.sealed).every(isDigest), 'record.bad-entry')
  need(commitment(salt, body) === header.body, 'record.bad-entry')
  for (const [name, part] of Object.entries(sealed)) {
    need(hasKeys(part, 'salt', 'value') && Object.hasOwn(body.sealed, name), 'record.bad-entry')
    need(commitment(part.salt, part.value) === body.sealed[name], 'record.bad-entry')
  }
  need(hasKeys(body.sealed, 'clock', ...kind.sealed), 'record.bad-entry')
  const fields = Object.keys(kind.fields)
  need(hasKeys(body, 'sealed', ...fields.filter(name => !kind.sealed.includes(name))), 'record.bad-entry')
  for (const name of fields) {
    const there = kind.sealed.includes(name) ? sealed[name] : { value: body[name] }
    need(!there || fits(kind.fields[name], there.value), 'record.bad-entry')
  }
  need(!sealed.clock || (isTime(sealed.clock.value) && sealed.clock.value.startsWith(header.at)), 'record.bad-entry')
  const hidden = Object.keys(body.sealed).length - Object.keys(sealed).length
  return { ...line, shown: 'shown', body, salt, sealed, hidden }
}

function causesOf (line) {
  const wanted = KINDS.causes[line.header.kind] ?? [], found = new Set()
  const walk = (name, value) => {
    if (typeof value === 'string') { if (wanted.includes(name) && isDigest(value)) found.add(value) } else if (Array.isArray(value)) value.forEach(item => walk(name, item))
    else if (isObject(value)) for (const [key, item] of Object.entries(value)) walk(name ? name + '.' + key : key, item)
  }
  for (const [name, value] of Object.entries(line.body)) if (name !== 'sealed') walk(name, value)
  return [...found]
}

// --- the disk ----------------------------------------------------------------------------------------------------------
const goodPath = name => name.length <= 200 && name.split('/').every(part => /^[a-z0-9_][a-z0-9._-]*$/.test(part))

function survey (root, but = []) {
  const found = { files: new Map(), folders: [], strange: [] }, todo = ['']
  while (todo.length) {
    const folder = todo.pop()
    for (const raw of fs.readdirSync(path.join(root, folder), { encoding: 'buffer' })) {
      const name = raw.toString(), full = folder ? folder + '/' + name : name
      if (!Buffer.from(name).equals(raw)) { found.strange.push([full, 'folder.name']); continue }
      if (but.includes(full)) continue
      need(found.files.size + found.folders.length + found.strange.length < MAX_FILES, 'folder.limit')
      const status = fs.lstatSync(path.join(root, full))
      if (status.isFile()) found.files.set(full, status.size)
      else if (!status.isDirectory()) found.strange.push([full, 'folder.not-regular'])
      else if (full.split('/').length >= 8) found.strange.push([full, 'folder.limit'])
      else { found.folders.push(full); todo.push(full) }
    }
  }
  return found
}

function readFile (root, name, most = MAX_SMALL) {
  let fd
  try { fd = fs.openSync(path.join(root, name), fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK) } catch { throw new Bad('folder.missing', name) }
  try {
    const status = fs.fstatSync(fd)
    need(status.isFile() && status.size <= most, 'record.hostile-folder', name)
    return fs.readFileSync(fd)
  } finally { fs.closeSync(fd) }
}

function * readLines (root, name, most) {
  const data = readFile(root, name, 2 ** 31 - 1)
  for (let start = 0, count = 0; start < data.length && count < most; count++) {
    const end = data.indexOf(10, start)
    need(end >= 0 && end - start < MAX_LINE, 'log.unreadable')
    yield data.subarray(start, end)
    start = end + 1
  }
}

// --- one recheck -------------------------------------------------------------------------------------------------------
class World {
  constructor () {
    Object.assign(this, { case: '', logs: new Map(), seen: new Map(), salts: new Set(), lines: [], revoked: [], lost: [], withdrawn: new Set(), named: new Map(), readings: new Set(), published: new Map(), left: [] })
  }

  say (verdict, code) { this.lines.push({ verdict, code }) }
  broken (code) { this.say('broken', code) }
  fail (leaf, code) { this.broken(code); worsen(leaf, 'broken', code) }
}

const worsen = (leaf, verdict, code) => { if (GRAVE[verdict] > GRAVE[leaf.verdict]) { leaf.verdict = verdict; leaf.code = code } }
const breakFrom = (log, index) => { log.brokenFrom = Math.min(index, log.brokenFrom) }
const keyAt = (log, index) => log.keys.findLast(span => span.start <= index)
const unsureAt = (log, index) => index > 0 && index <= log.leaves.length && log.leaves[index - 1].shown === 'hash'

function take (world, log, data) {
  const index = log.leaves.length
  let line
  try { line = readLine(data) } catch (bad) {
    if (!(bad instanceof Bad)) throw bad
    world.broken(bad.code)
    const leaf = { id: hash(data), shown: 'hash', kind: '', causes: [], verdict: 'broken', code: bad.code, spoilt: true }
    try {
      const wire = JSON.parse(data.toString())
      if (isDigest(wire.hash)) leaf.id = wire.hash
      const header = checkHeader(wire.header)
      Object.assign(leaf, { id: entryId(header), shown: 'header', kind: header.kind, by: header.by })
      place(world, log, index, leaf, header)
    } catch { /* the blame is said already */ }
    log.leaves.push(leaf)
    return
  }
  const leaf = { id: line.id, shown: line.shown, kind: '', causes: [], verdict: 'holds', code: 'holds', hidden: line.hidden ?? 0 }
  if (line.header) place(world, log, index, leaf, line.header)
  else once(world, log, index, leaf)
  if (index === 0 && (!line.header || line.header.kind === 'opened') && !line.body) log.keys.push({ start: 0, by: line.header?.by ?? '', raw: null })
  if (line.header?.kind === 'key-rotated' && !line.body) log.keys.push({ start: index + 1, by: '', raw: null })
  if (line.shown !== 'shown') worsen(leaf, 'withheld', line.shown === 'hash' ? 'line.hash-only' : 'line.header-only')
  if (line.body) {
    const salts = [line.salt, ...Object.values(line.sealed).map(part => part.salt), line.header.body, ...Object.values(line.body.sealed)]
    for (const salt of salts) { if (world.salts.has(salt)) world.broken('entry.salt-twice'); world.salts.add(salt) }
    leaf.causes = causesOf(line)
    learn(world, log, index, leaf, line)
  }
  log.leaves.push(leaf)
}

function once (world, log, index, leaf) {
  if (world.seen.has(leaf.id)) world.fail(leaf, 'entry.twice')
  else world.seen.set(leaf.id, [log.id, index])
}

function place (world, log, index, leaf, header) {
  leaf.kind = header.kind
  leaf.by = header.by
  leaf.at = header.at
  once(world, log, index, leaf)
  if (header.log !== log.id) world.fail(leaf, 'entry.other-log')
  if (index === 0 && header.kind !== 'opened') world.fail(leaf, 'log.id')
  header.after.forEach(head => log.heads.push([index, head]))
  const span = index ? keyAt(log, index) : undefined
  if (!span || header.by === span.by) return
  if (!span.by || unsureAt(log, index)) log.keys.push({ start: index, by: header.by, raw: null })
  else world.fail(leaf, 'entry.by')
}

function learn (world, log, index, leaf, line) {
  const { body } = line, said = line.id
  const acts = {
    opened () {
      if (index) return world.fail(leaf, 'log.opened-again')
      const raw = unbase64(body.key, 32, 'record.bad-value'), mine = hash(raw)
      log.keys.push({ start: 0, by: mine, raw })
      if (body.case !== world.case || logId(body.case, body.device, mine) !== log.id) { world.fail(leaf, 'log.id'); breakFrom(log, 0) }
      if (line.header.by !== mine) world.fail(leaf, 'entry.by')
    },
    'key-rotated' () {
      const span = keyAt(log, index), raw = unbase64(body.new, 32, 'record.bad-value')
      if (!span?.raw) { world.say('withheld', 'key.rotation-withheld'); log.keys.push({ start: index + 1, by: hash(raw), raw: null }); return }
      const data = Buffer.from('firsthand rotation v1\n' + canonical({ log: log.id, new: body.new }))
      let right = false
      try { right = signed(span.raw, unbase64(body.signature, null, 'key.rotation'), data) } catch { /* not base64 */ }
      if (!right) { world.fail(leaf, 'key.rotation'); breakFrom(log, index) }
      log.keys.push({ start: index + 1, by: hash(raw), raw })
    },
    'key-compromised' () { world.revoked.push({ log: body.log, since: body.since, said }) },
    'key-lost' () { world.lost.push({ voucher: log.id, index, body, said }) },
    withdrawal () { world.withdrawn.add(body.of + log.id) },
    file () { world.named.set(body.digest, body.size) },
    derivative () { world.named.set(body.digest, body.size) },
    finding () { body.readings.forEach(digest => world.readings.add(digest)) },
    published () { world.published.set(said, body.edition) }
  }
  try { acts[line.header.kind]?.() } catch (bad) { if (!(bad instanceof Bad)) throw bad; world.fail(leaf, bad.code) }
}

function takeLog (world, root, id, stem, onlyCovered) {
  const log = { id, leaves: [], keys: [], heads: [], notes: [], roots: new Map(), brokenFrom: Infinity, revokedFrom: Infinity }
  world.logs.set(id, log)
  if (onlyCovered && !fs.existsSync(path.join(root, stem + '.checkpoints'))) { world.say('cannot check', 'log.unacknowledged'); return }
  try { for (const note of splitNotes(readFile(root, stem + '.checkpoints'))) log.notes.push(readNote(note)) } catch (bad) {
    if (!(bad instanceof Bad)) throw bad
    world.broken('checkpoint.bad'); breakFrom(log, 0)
  }
  const covered = !onlyCovered ? Infinity : log.notes.length ? log.notes.at(-1).size : 0
  try {
    for (const data of readLines(root, stem + '.jsonl', covered)) take(world, log, data)
  } catch (bad) {
    if (!(bad instanceof Bad)) throw bad
    world.broken('log.unreadable'); breakFrom(log, log.leaves.length)
  }
}

function settleKeys (world) {
  for (const { voucher, index, body, said } of world.lost) {
    if (voucher === body.old || voucher === body.new || body.old === body.new) { world.broken('key.self-vouched'); continue }
    const known = world.logs.get(voucher).heads.filter(([at, head]) => at <= index && head.log === body.old).map(([, head]) => head.size)
    world.revoked.push({ log: body.old, since: Math.max(0, ...known), said })
  }
  for (const word of world.revoked) {
    const log = world.logs.get(word.log), teller = world.seen.get(word.said)[0]
    if (!log || (teller !== word.log && world.withdrawn.has(word.said + teller))) continue
    log.revokedFrom = Math.min(word.since, log.revokedFrom)
    if (word.since < log.leaves.length) world.say('cannot check', 'key.compromised')
  }
}

function growAll (world, pins) {
  const wanted = new Map()
  const want = (log, size) => wanted.set(log, (wanted.get(log) ?? new Set()).add(size))
  for (const log of world.logs.values()) {
    log.heads.forEach(([, head]) => want(head.log, head.size))
    log.notes.forEach(note => want(log.id, note.size))
    want(log.id, log.leaves.length)
  }
  pins.forEach(note => want(note.log, note.size))
  for (const log of world.logs.values()) log.roots = rootsAt(log.leaves.map(leaf => leaf.id), wanted.get(log.id))
}

function signatureOf (log, note, size) {
  const span = keyAt(log, size)
  if (!span?.raw) return 'withheld'
  return noteSigned(note, span.raw) ? 'holds' : unsureAt(log, size) ? 'withheld' : 'broken'
}

function checkNotes (world, log) {
  let largest = 0, covered = 0
  for (const note of log.notes) {
    const fault = note.log !== log.id || note.case !== world.case
      ? 'checkpoint.other-log'
      : note.size > log.leaves.length
        ? 'checkpoint.ahead'
        : note.size < largest || note.size < 1 ? 'checkpoint.order' : log.roots.get(note.size) !== note.root ? 'checkpoint.root' : ''
    if (fault) { world.broken(fault); breakFrom(log, covered); continue }
    largest = note.size
    const verdict = signatureOf(log, note, note.size)
    if (verdict === 'broken') { world.broken('checkpoint.signature'); breakFrom(log, covered) } else {
      if (verdict === 'withheld') world.say('withheld', 'checkpoint.key-withheld')
      covered = note.size
    }
  }
  if (covered < log.leaves.length) { world.broken('checkpoint.short'); breakFrom(log, covered) }
}

function headFault (world, head) {
  const log = world.logs.get(head.log)
  if (!log) return 'head.unknown-log'
  if (head.size > log.leaves.length) return 'head.ahead'
  return log.roots.get(head.size) === head.root ? '' : 'head.root'
}

function checkEntries (world) {
  for (const log of world.logs.values()) {
    const seen = new Map()
    let next = 0, hidden = false
    for (const [index, head] of log.heads) { const fault = headFault(world, head); if (fault) world.fail(log.leaves[index], fault) }
    log.leaves.forEach((leaf, index) => {
      hidden ||= leaf.shown === 'hash'
      for (; next < log.heads.length && log.heads[next][0] === index; next++) {
        const head = log.heads[next][1]
        seen.set(head.log, Math.max(head.size, seen.get(head.log) ?? 0))
      }
      leaf.causes = leaf.causes.filter(cause => {
        const where = world.seen.get(cause)
        const fault = !where ? 'cause.missing' : where[1] >= (where[0] === log.id ? index : seen.get(where[0]) ?? 0) ? 'cause.order' : ''
        if (fault === 'cause.order' && hidden && where[0] !== log.id) {
          world.say('withheld', 'cause.order-withheld')
          worsen(leaf, 'withheld', 'cause.order-withheld')
          return true
        }
        if (fault) world.fail(leaf, fault)
        return !fault
      })
      if (index >= log.brokenFrom) worsen(leaf, 'broken', 'cause.broken')
      else if (index >= log.revokedFrom) worsen(leaf, 'cannot check', 'key.compromised')
    })
  }
  inherit(world)
  for (const log of world.logs.values()) {
    for (const leaf of log.leaves) {
      const inherited = leaf.verdict !== 'holds' && /^(cause|key)\./.test(leaf.code) && ['draft', 'finding', 'assessment'].includes(leaf.kind)
      if ((leaf.kind === 'draft' && leaf.shown === 'shown') || inherited) world.say(leaf.verdict, leaf.code)
    }
    if (log.leaves.some(leaf => leaf.verdict === 'broken')) world.broken('cause.broken')
  }
}

function inherit (world) {
  const settled = new Set(), leafOf = id => { const [log, index] = world.seen.get(id); return world.logs.get(log).leaves[index] }
  const codes = { broken: 'cause.broken', 'cannot check': 'cause.cannot', withheld: 'cause.withheld' }
  for (const log of world.logs.values()) {
    for (const first of log.leaves) {
      const stack = [first], open = new Set()
      while (stack.length) {
        const leaf = stack.at(-1), under = leaf.causes.map(leafOf), waiting = under.filter(one => !settled.has(one.id))
        if (!settled.has(leaf.id) && waiting.length && !open.has(leaf.id)) { open.add(leaf.id); stack.push(...waiting); continue }
        if (!settled.has(leaf.id)) {
          if (waiting.length) worsen(leaf, 'broken', 'cause.cycle')
          for (const cause of under) worsen(leaf, cause.verdict, codes[cause.verdict])
          settled.add(leaf.id)
        }
        stack.pop()
      }
    }
  }
}

function countWithheld (world) {
  const counts = { shown: 0, header: 0, hash: 0 }
  for (const log of world.logs.values()) {
    for (const leaf of log.leaves) {
      counts[leaf.shown]++
      if (leaf.verdict === 'broken') continue
      if (leaf.shown === 'hash') world.say('withheld', 'line.hash-only')
      else if (leaf.shown === 'header') world.say('withheld', TARGETED.has(leaf.kind) ? 'line.hidden-target' : 'line.header-only')
    }
  }
  return counts
}

// --- what is pinned ----------------------------------------------------------------------------------------------------
function readPin (text) {
  const body = text.replace(/^\n+|\n+$/g, '') + '\n'
  let notes
  try { notes = splitNotes(Buffer.from(body + '\n')); notes.forEach(readNote) } catch { notes = [body] }
  return notes.map(readNote)
}

function checkPins (world, key, pins, sealer, sealed) {
  const vouched = new Set()
  for (const note of pins) {
    const [verdict, code] = pinVerdict(world, note, sealed)
    world.say(verdict, code)
    if (verdict === 'holds') vouched.add(note.log)
  }
  if (key) {
    const found = [...world.logs.values()].filter(log => log.keys.some(span => span.by === key))
    const mine = found.filter(log => sealer === null || log.id === sealer), whole = log => log.keys.every(span => span.raw)
    if (!mine.length) world.broken('pin.other-key')
    else if (!mine.every(whole)) world.say('withheld', 'pin.key-withheld')
    else world.say('holds', 'pin.key')
    found.filter(whole).forEach(log => vouched.add(log.id))
  }
  if (sealer !== null) { if (!vouched.has(sealer)) world.say('cannot check', 'pin.none'); return }
  if (!vouched.size) { world.say('cannot check', 'pin.none'); return }
  const reach = new Map()
  for (const id of vouched) for (const [, head] of world.logs.get(id).heads) reach.set(head.log, Math.max(head.size, reach.get(head.log) ?? 0))
  for (const log of world.logs.values()) if (!vouched.has(log.id) && (reach.get(log.id) ?? 0) < log.leaves.length) world.say('cannot check', 'pin.beyond')
}

function pinVerdict (world, note, sealed) {
  const log = world.logs.get(note.log)
  if (note.case !== world.case) return ['broken', 'pin.other-case']
  if (!log) return ['broken', 'pin.unknown-log']
  const own = sealed?.log === log.id ? sealed : null, size = own ? own.size : log.leaves.length
  if (note.size > size) return ['broken', 'pin.older']
  if ((own && note.size === own.size ? own.root : log.roots.get(note.size)) !== note.root) return ['broken', 'pin.fork']
  const verdict = signatureOf(log, note, Math.min(note.size, log.leaves.length))
  return [verdict, { holds: 'pin.checkpoint', broken: 'pin.signature', withheld: 'pin.key-withheld' }[verdict]]
}

// --- a published folder, and a case ------------------------------------------------------------------------------------
function allowed (name) {
  const places = { blobs: /^blobs\/[0-9a-f]{64}(\.[a-z0-9]{1,10})?$/, readings: /^readings\/[0-9a-f]{64}$/, ledger: /^ledger\/[0-9a-f]{64}\.(jsonl|checkpoints)$/ }
  const top = name.split('/')[0]
  return goodPath(name) && !OWN.includes(name) && top !== 'seal' && (!Object.hasOwn(places, top) || places[top].test(name))
}

function readManifest (data) {
  const wire = parseCanonical(data)
  const right = hasKeys(wire, 'case', 'counts', 'edition', 'files', 'heads', 'v') && wire.v === 1 && isDigest(wire.case) && isCount(wire.edition) &&
    hasKeys(wire.counts, 'hash', 'header', 'shown') && Object.values(wire.counts).every(isCount) && isObject(wire.files) && isObject(wire.heads) &&
    Object.values(wire.files).every(said => hasKeys(said, 'sha256', 'size') && isDigest(said.sha256) && isCount(said.size)) &&
    Object.entries(wire.heads).every(([log, head]) => isDigest(log) && isHead(head)) && Object.keys(wire.heads).length > 0 && Object.keys(wire.heads).length <= 10_000
  need(right, 'manifest.bad')
  return wire
}

function readSeal (root) {
  const line = readFile(root, 'seal/published.jsonl')
  need(line.indexOf(10) === line.length - 1 && line.length > 1, 'seal.bad')
  const entry = readLine(line.subarray(0, -1)), proof = parseCanonical(readFile(root, 'seal/proof.json'))
  need(entry.shown === 'shown' && entry.header.kind === 'published' && entry.body.edition >= 1, 'seal.bad')
  need((entry.body.edition === 1) === (entry.body.previous === null), 'seal.bad')
  need(hasKeys(proof, 'index', 'path', 'size') && isCount(proof.index) && isCount(proof.size) && Array.isArray(proof.path) && proof.path.every(isDigest), 'seal.bad')
  return { entry, proof, note: readNote(readFile(root, 'seal/checkpoint').toString()) }
}

function checkListing (world, found, manifest) {
  found.strange.forEach(([, code]) => world.broken(code))
  const listed = new Set([...Object.keys(manifest.files), ...OWN]), parents = new Set()
  for (const name of listed) for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) parents.add(name.slice(0, at))
  for (const name of Object.keys(manifest.files)) if (!allowed(name)) world.broken('manifest.path')
  for (const name of listed) if (!found.files.has(name)) world.broken('folder.missing')
  for (const name of [...found.files.keys()].filter(name => !listed.has(name)).concat(found.folders.filter(name => !parents.has(name)))) world.broken(goodPath(name) ? 'folder.stray' : 'folder.name')
}

function checkFiles (world, root, found, manifest) {
  const checked = new Set()
  for (const [name, { sha256, size }] of Object.entries(manifest.files)) {
    if (!found.files.has(name)) continue
    if (/^(blobs|readings)\//.test(name) && name.split('/')[1].slice(0, 64) !== sha256) world.broken('blob.name')
    if (found.files.get(name) !== size) world.broken('file.size')
    else if (hash(readFile(root, name, 2 ** 31 - 1)) !== sha256) world.broken('file.digest')
    else checked.add(name)
  }
  return checked
}

function checkCommitments (world, manifest, data, seal) {
  const said = seal.entry.body
  if (said.manifest !== hash(data)) world.broken('seal.manifest')
  if (canonical(said.heads) !== canonical(manifest.heads)) world.broken('seal.heads')
  if (said.edition !== manifest.edition) world.broken('seal.edition')
  if (canonical(said.counts) !== canonical(manifest.counts)) world.broken('seal.counts')
}

function checkPlace (world, { entry, proof, note }) {
  const log = world.logs.get(entry.header.log), index = log?.leaves.length
  if (!log || note.case !== world.case || note.log !== log.id || note.size !== index + 1 || world.seen.has(entry.id)) return world.broken('seal.place')
  const root = rootsAt([...log.leaves.map(leaf => leaf.id), entry.id], new Set([index + 1])).get(index + 1)
  if (root !== note.root) world.broken('seal.root')
  if (proof.index !== index || proof.size !== index + 1 || rootFromProof(entry.id, proof.index, proof.size, proof.path) !== note.root) world.broken('seal.proof')
  const verdict = signatureOf(log, note, index), span = keyAt(log, index)
  if (verdict !== 'holds') world.say(verdict, verdict === 'broken' ? 'seal.signature' : 'seal.key-withheld')
  if (span?.by && span.by !== entry.header.by && !unsureAt(log, index)) world.broken('seal.by')
  if (index >= log.revokedFrom) world.broken('seal.compromised')
}

function checkSealEntry (world, { entry }) {
  const { body, header } = entry, before = body.edition - 1
  for (const head of header.after) { const fault = headFault(world, head); if (fault) world.broken(fault) }
  if (body.previous !== null) {
    const where = world.seen.get(body.previous), leaf = where && world.logs.get(where[0]).leaves[where[1]]
    if (!leaf || (world.published.get(body.previous) ?? before) !== before || !['published', ''].includes(leaf.kind) || leaf.verdict === 'broken') world.broken('seal.previous')
  }
  if ([...world.published.values()].some(edition => edition >= body.edition)) world.broken('seal.edition')
}

function recheckFolder (world, root, key, pins) {
  const found = survey(root)
  let data, manifest, seal
  try { data = readFile(root, 'manifest.json'); manifest = readManifest(data) } catch (bad) {
    if (!(bad instanceof Bad)) throw bad
    found.strange.forEach(([, code]) => world.broken(code))
    return world.broken(found.files.has('manifest.json') ? 'manifest.bad' : 'folder.missing')
  }
  world.case = manifest.case
  world.report = true
  checkListing(world, found, manifest)
  const checked = checkFiles(world, root, found, manifest)
  try { seal = readSeal(root); checkCommitments(world, manifest, data, seal) } catch (bad) { if (!(bad instanceof Bad)) throw bad; seal = undefined; world.broken('seal.bad') }
  const wanted = new Set(Object.keys(manifest.heads).flatMap(log => [`ledger/${log}.jsonl`, `ledger/${log}.checkpoints`]))
  const ledgers = Object.keys(manifest.files).filter(name => name.startsWith('ledger/'))
  if (ledgers.some(name => !wanted.has(name)) || ledgers.length !== wanted.size) world.broken('manifest.heads')
  for (const log of Object.keys(manifest.heads)) takeLog(world, root, log, 'ledger/' + log, false)
  settleKeys(world)
  growAll(world, pins)
  for (const [id, head] of Object.entries(manifest.heads)) {
    const log = world.logs.get(id)
    const fault = log.leaves.length !== head.size ? 'log.size' : log.roots.get(head.size) !== head.root ? 'log.root' : ''
    if (fault) { world.broken(fault); breakFrom(log, 0) }
    checkNotes(world, log)
  }
  if (seal) checkPlace(world, seal)
  checkEntries(world)
  if (seal) checkSealEntry(world, seal)
  for (const [name, { sha256, size }] of Object.entries(manifest.files)) {
    if (name.startsWith('blobs/') ? world.named.get(sha256) !== size : name.startsWith('readings/') && !world.readings.has(sha256)) world.broken('blob.unnamed')
  }
  const counts = countWithheld(world), spoilt = [...world.logs.values()].some(log => log.leaves.some(leaf => leaf.spoilt))
  if (!spoilt && canonical(counts) !== canonical(manifest.counts)) world.broken('manifest.counts')
  checkPins(world, key, pins, seal ? seal.entry.header.log : '', seal?.note)
  countFindings(world)
  checkPage({ world, manifest, seal, checked, forms: path.join(HERE, '../../src/firsthand/recheck/forms'), read: name => readFile(root, name), entries: () => shownEntries(world, root) })
}

// The shown entries, read once more: what is sealed and not shown reads as null, or as withheld where a text must be.
function * shownEntries (world, root) {
  for (const log of world.logs.values()) {
    let index = -1
    for (const data of readLines(root, `ledger/${log.id}.jsonl`, log.leaves.length)) {
      if (log.leaves[++index].shown !== 'shown') continue
      const line = readLine(data), { fields, sealed } = KINDS.kinds[line.header.kind], { sealed: commits, ...value } = line.body
      for (const name of sealed) value[name] = line.sealed[name] ? line.sealed[name].value : fields[name][0] === '?' ? null : '[withheld]'
      yield { id: line.id, log: log.id, index, kind: line.header.kind, at: line.header.at, value, withheld: Object.keys(commits).filter(name => !line.sealed[name]) }
    }
  }
}

function recheckCase (world, root, key, pins) {
  const found = survey(root, ['cache'])
  found.strange.forEach(([, code]) => world.broken(code))
  try {
    const wire = parseCanonical(Buffer.from(readFile(root, 'case.json').toString('latin1').replace(/\n+$/, ''), 'latin1'))
    need(hasKeys(wire, 'case', 'v') && wire.v === 1 && isDigest(wire.case), 'case.bad')
    world.case = wire.case
  } catch (bad) { if (!(bad instanceof Bad)) throw bad; return world.broken(found.files.has('case.json') ? 'case.bad' : 'folder.missing') }
  for (const name of found.files.keys()) {
    const made = /^vault\/([0-9a-f]{2})\/([0-9a-f]{62})$/.exec(name)
    if (made && hash(readFile(root, name, 2 ** 31 - 1)) !== made[1] + made[2]) world.broken('vault.digest')
  }
  const own = /^(case\.json|log\/[0-9a-f]{64}\.(jsonl|checkpoints)|vault\/[0-9a-f]{2}\/[0-9a-f]{62})$/
  for (const name of found.files.keys()) if (!own.test(name) && !/(^|\/)\./.test(name)) world.say('cannot check', 'case.stray')
  const logs = [...found.files.keys()].map(name => /^log\/([0-9a-f]{64})\.(jsonl|checkpoints)$/.exec(name)?.[1]).filter(Boolean)
  for (const log of [...new Set(logs)].sort()) takeLog(world, root, log, 'log/' + log, true)
  settleKeys(world)
  growAll(world, pins)
  for (const log of world.logs.values()) checkNotes(world, log)
  checkEntries(world)
  for (const [digest, size] of world.named) {
    const there = found.files.get(`vault/${digest.slice(0, 2)}/${digest.slice(2)}`)
    if (there === undefined) world.say('cannot check', 'vault.missing')
    else if (there !== size) world.broken('file.size')
  }
  countWithheld(world)
  checkPins(world, key, pins, null, null)
  countFindings(world)
}

function countFindings (world) {
  const count = [...world.logs.values()].flatMap(log => log.leaves).filter(leaf => leaf.kind === 'finding' && leaf.shown === 'shown').length
  if (count) world.left.push(`${count} findings were not computed again`)
}

// The last line, in words: never more than was looked at.
function closing (world, exit, lowers) {
  if (exit === 1) return 'BROKEN: see the lines above.'
  const holding = new Set(world.lines.filter(line => line.verdict === 'holds').map(line => line.code)), codes = world.lines.filter(lowers).map(line => line.code), why = [], says = []
  if (codes.includes('pin.none')) why.push('nothing is pinned, so that it proves only itself')
  if (codes.some(code => code !== 'pin.none')) why.push('not all that is required could be checked')
  says.push(exit === 0 ? `All that is required holds, under the ${holding.has('pin.key') ? 'key' : 'checkpoint'} you pinned.` : `Nothing is broken, but ${why.join(', and ')}: see the lines above.`)
  if (world.left.length) says.push(`Not checked: ${world.left.join('; ')}.`)
  const later = `Whether ${world.report ? 'there is a later edition' : 'later entries were taken back'} cannot be told without --pin.`
  says.push(holding.has('pin.checkpoint') ? 'What came after the pinned checkpoint cannot be told.' : later)
  return says.join(' ')
}

export function recheck (folder, key, pin) {
  const world = new World()
  let pins = []
  if (pin) try { pins = readPin(pin) } catch { world.broken('pin.bad') }
  try {
    if (fs.existsSync(path.join(folder, 'case.json')) && !fs.existsSync(path.join(folder, 'manifest.json'))) recheckCase(world, folder, key, pins)
    else recheckFolder(world, folder, key, pins)
  } catch (bad) {
    if (!(bad instanceof Bad) && bad.code === undefined) throw bad
    world.broken(bad instanceof Bad ? bad.code : 'outside.cannot-read')
  }
  const lowers = ({ verdict, code }) => ['withheld', 'cannot check'].includes(verdict) && !ACCOUNTED.has(code)
  const exit = world.lines.some(line => line.verdict === 'broken') ? 1 : world.lines.some(lowers) ? 3 : 0
  return { exit, closes: closing(world, exit, lowers), codes: [...new Set(world.lines.filter(line => line.verdict !== 'holds').map(line => line.code))].sort() }
}

// --- the golden vectors ------------------------------------------------------------------------------------------------
function checkVectors (folder) {
  const load = name => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')), wrong = []
  const same = (what, one, two) => { if (one !== two) wrong.push(`${what}: ${one} is not ${two}`) }
  const refuses = (what, act) => { try { act() } catch (bad) { if (bad instanceof Bad) return } wrong.push(`${what} was not refused`) }
  const { forms, refused } = load('canonical.json')
  for (const { value, canonical: form } of forms) same('canonical', canonical(value), form)
  for (const bytes of refused) refuses(bytes, () => parseCanonical(Buffer.from(bytes, 'base64')))
  for (const { salt, value, commit } of load('commitments.json')) same('commit', commitment(salt, value), commit)
  const { header, id, line } = load('entry.json')
  same('id', entryId(header), id)
  same('line', readLine(Buffer.from(line)).id, id)
  const log = load('log.json')
  same('log', logId(log.case, log.device, hash(unbase64(log.key, 32, ''))), log.log)
  const leaves = log.lines.map(text => readLine(Buffer.from(text)).id), roots = rootsAt(leaves, new Set(leaves.keys()).add(leaves.length))
  log.roots.forEach((root, index) => same('root', roots.get(index + 1), root))
  for (const note of log.notes.map(readNote)) { same('note', note.root, roots.get(note.size)); same('signed', noteSigned(note, unbase64(log.key, 32, '')), true) }
  for (const { index, size, path: proof } of log.proofs) same('proof', rootFromProof(leaves[index], index, size, proof), log.roots[size - 1])
  const { key, exit } = load('report.json')
  same('report', recheck(path.join(folder, 'report'), key, null).exit, exit)
  return wrong
}

function main (given) {
  const option = name => { const at = given.indexOf(name); return at < 0 ? null : given[at + 1] }
  if (option('--vectors')) {
    const wrong = checkVectors(option('--vectors'))
    console.log(JSON.stringify(wrong))
    return wrong.length ? 1 : 0
  }
  if (option('--lines')) {
    const lines = JSON.parse(fs.readFileSync(option('--lines'), 'utf8'))
    const reads = line => { try { readLine(Buffer.from(line)); return true } catch (bad) { if (bad instanceof Bad) return false; throw bad } }
    console.log(JSON.stringify(lines.map(reads)))
    return 0
  }
  if (option('--jobs')) {
    const jobs = JSON.parse(fs.readFileSync(option('--jobs'), 'utf8'))
    console.log(JSON.stringify(jobs.map(({ folder, key, pin }) => recheck(folder, key, pin))))
    return 0
  }
  if (!fs.statSync(given[0], { throwIfNoEntry: false })?.isDirectory()) { console.error(`${given[0]} is no folder: unpack an archive first`); return 2 }
  const made = recheck(given[0], option('--key'), option('--pin') && fs.readFileSync(option('--pin'), 'utf8'))
  console.log(JSON.stringify(made))
  return made.exit
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2))
