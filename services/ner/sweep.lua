#!lua
-- The order never stalls: a record that is neither waiting, pending, parked nor released is given up.
-- KEYS  articles.found, parked, articles.tagged, dead, next
-- ARGV  group, seq that everything waits for, tombstone, dead letter
-- reply {'swept' | 'not-lost', seq}
local found, parked, tagged, dead, next_key = unpack(KEYS)
local group, tombstone, letter = ARGV[1], ARGV[3], ARGV[4]
if #KEYS ~= 5 or #ARGV ~= 4 then refuse('sweep takes 5 keys and 4 arguments') end
local seq = integer(ARGV[2], 'seq')
check_types({[found] = 'stream', [parked] = 'hash', [tagged] = 'stream', [dead] = 'stream', [next_key] = 'string'})
check_journal(found, tagged, next_key)

local function last_delivered()
  if redis.call('EXISTS', found) == 0 then return nil end
  for _, entry in ipairs(redis.call('XINFO', 'GROUPS', found)) do
    local fields = {}
    for i = 1, #entry, 2 do fields[entry[i]] = entry[i + 1] end
    if fields['name'] == group then return tonumber(string.match(fields['last-delivered-id'], '^%d+')) end
  end
end

local id = string.format('%.0f-0', seq)
local delivered = last_delivered()
local lost = delivered
  and seq == last(tagged) + 1
  and seq <= last(found)
  and redis.call('HEXISTS', parked, seq) == 0
  and (seq <= delivered or #redis.call('XRANGE', found, id, id) == 0)
  and #redis.call('XPENDING', found, group, id, id, 1) == 0
if not lost then return {'not-lost', seq} end
append(tagged, seq, tombstone)
redis.call('XADD', dead, '*', '__data__', letter)
return {'swept', seq}
