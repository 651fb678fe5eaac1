#!lua
-- Makes a journal that contradicts itself whole again. What is decided stays decided; what is not is read again.
-- Entries that no step wrote go, and so does what they made of the numbers.
-- KEYS  articles.found, parked, articles.tagged, next, alerts.raised
-- ARGV  group that reads articles.found
-- reply {'whole' | 'repaired', last seq decided, last read, last found}
local found, parked, tagged, next_key, alerts = unpack(KEYS)
if #KEYS ~= 5 or #ARGV ~= 1 then refuse('repair takes 5 keys and 1 argument') end
check_types({
  [found] = 'stream', [parked] = 'hash', [tagged] = 'stream', [next_key] = 'string', [alerts] = 'stream',
})

local decided = tonumber(redis.call('GET', next_key) or '1') - 1
if not contradiction(found, tagged, next_key) and decided >= last(alerts) then
  return {'whole', decided, last(tagged), last(found)}
end
decided = math.max(decided, last(alerts))

local function seq_of(id) return tonumber(string.match(id, '^(%d+)%-0$')) end
local function id_of(seq) return string.format('%.0f-0', seq) end

-- The records of a stream: a step gives none a number above how many it ever held.
local function records(stream)
  local kept = {}
  for _, entry in ipairs(redis.call('XRANGE', stream, '-', id_of(info(stream)['entries-added']))) do
    if seq_of(entry[1]) and entry[2][1] == '__data__' then kept[#kept + 1] = entry end
  end
  return kept
end

local function groups(stream)
  return redis.call('EXISTS', stream) == 1 and redis.call('XINFO', 'GROUPS', stream) or {}
end

-- Writes a stream anew, up to record `newest`; its readers go on where they were, `reader` behind `read`.
local function rewrite(stream, kept, newest, reader, read)
  local places = {}
  for _, told in ipairs(groups(stream)) do
    places[told[2]] = math.min(tonumber(string.match(told[8], '^%d+')), newest)
  end
  if reader then places[reader] = read end
  redis.call('DEL', stream)
  redis.call('XGROUP', 'CREATE', stream, 'repair', '0', 'MKSTREAM')
  redis.call('XGROUP', 'DESTROY', stream, 'repair')
  for _, entry in ipairs(kept) do
    if seq_of(entry[1]) <= newest then append(stream, seq_of(entry[1]), entry[2][2]) end
  end
  redis.call('XSETID', stream, id_of(newest), 'ENTRIESADDED', string.format('%.0f', newest), 'MAXDELETEDID', '0-0')
  for group, place in pairs(places) do redis.call('XGROUP', 'CREATE', stream, group, id_of(place)) end
end

local all_found, all_tagged = records(found), records(tagged)
local read = decided
for _, entry in ipairs(all_tagged) do
  if seq_of(entry[1]) == read + 1 then read = read + 1 end
end
local newest = math.max(read, #all_found > 0 and seq_of(all_found[#all_found][1]) or 0)
rewrite(tagged, all_tagged, read)
rewrite(found, all_found, newest, ARGV[1], read)
redis.call('DEL', parked)
redis.call('SET', next_key, string.format('%.0f', decided + 1))
return {'repaired', decided, read, newest}
