#!lua flags=allow-oom
-- Forgets records that nobody needs any more; never one that a group has not read, acknowledged or decided.
-- Alerts go with the record that they belong to, dead letters by days: nothing waits for them.
-- KEYS  articles.found, articles.tagged, next, alerts.raised, dead
-- ARGV  group that must exist on articles.found, records to keep for replays, days to keep dead letters
-- reply {'trimmed', first seq kept, entries removed} | {'no-group', 0, 0}
local found, tagged, next_key, alerts, dead = unpack(KEYS)
if #KEYS ~= 5 or #ARGV ~= 3 then refuse('trim takes 5 keys and 3 arguments') end
local group, window, days = ARGV[1], integer(ARGV[2], 'window'), integer(ARGV[3], 'days')
check_types({[found] = 'stream', [tagged] = 'stream', [next_key] = 'string', [alerts] = 'stream', [dead] = 'stream'})

local function number(id) return tonumber(string.match(id, '^%d+')) end

-- Seq of the oldest record that a group of this stream still needs, and the groups' names.
-- `read` is 1 where a record has one entry, so that the last one read is done with, and 0 where it may have more.
local function needed(stream, oldest, read)
  local names = {}
  if redis.call('EXISTS', stream) == 0 then return oldest, names end
  for _, entry in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    local fields = {}
    for i = 1, #entry, 2 do fields[entry[i]] = entry[i + 1] end
    names[fields['name']] = true
    oldest = math.min(oldest, number(fields['last-delivered-id']) + read)
    local pending = redis.call('XPENDING', stream, fields['name'])
    if pending[1] > 0 then oldest = math.min(oldest, number(pending[2])) end
  end
  return oldest, names
end

local oldest, groups = needed(found, tonumber(redis.call('GET', next_key) or '1'), 1)
if not groups[group] then return {'no-group', 0, 0} end
oldest = math.max(1, needed(tagged, oldest, 1) - window)
local id = string.format('%.0f-0', oldest)
local alert_id = string.format('%.0f-0', (needed(alerts, oldest, 0)))
local dead_id = string.format('%.0f-0', math.max(0, redis.call('TIME')[1] - days * 86400) * 1000)
local removed = redis.call('XTRIM', found, 'MINID', id) + redis.call('XTRIM', tagged, 'MINID', id)
removed = removed + redis.call('XTRIM', alerts, 'MINID', alert_id) + redis.call('XTRIM', dead, 'MINID', dead_id)
return {'trimmed', oldest, removed}
