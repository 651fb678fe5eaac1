#!lua
-- One record read: acknowledge it, park it, and release the unbroken run of parked ones in order of seq.
-- KEYS  articles.found, parked, articles.tagged, dead, next
-- ARGV  group, seq ('0': only release), SHA-1 of the record as found, record as read ('': only ask whether it is
--       read already), dead letter or '', bound
-- reply {'parked' | 'unread' | 'repeated' | 'gone' | 'released', last released seq, how many are parked, last seq found}
local found, parked, tagged, dead, next_key = unpack(KEYS)
local group, digest, record, letter = ARGV[1], ARGV[3], ARGV[4], ARGV[5]
if #KEYS ~= 5 or #ARGV ~= 6 then refuse('commit takes 5 keys and 6 arguments') end
local seq, bound = integer(ARGV[2], 'seq'), integer(ARGV[6], 'bound')
check_types({[found] = 'stream', [parked] = 'hash', [tagged] = 'stream', [dead] = 'stream', [next_key] = 'string'})
check_journal(found, tagged, next_key)

-- The record in an entry; '' where somebody else wrote it without one.
local function data(fields)
  for i = 1, #fields, 2 do
    if fields[i] == '__data__' then return fields[i + 1] end
  end
  return ''
end

local status, released = 'released', last(tagged)
if seq > 0 then
  local id = string.format('%.0f-0', seq)
  local entry = redis.call('XRANGE', found, id, id)[1]
  if not entry or redis.sha1hex(data(entry[2])) ~= digest then
    status = 'gone'  -- the journal was flushed since; what it holds there now is another record
  elseif seq <= released or redis.call('HEXISTS', parked, seq) == 1 then
    status = 'repeated'
  elseif record == '' then
    status = 'unread'
  else
    status = 'parked'
    redis.call('HSET', parked, seq, record)
    if letter ~= '' then redis.call('XADD', dead, '*', '__data__', letter) end
  end
  if status == 'parked' or status == 'repeated' then redis.call('XACK', found, group, id) end
end

for _ = 1, bound do
  local following = redis.call('HGET', parked, released + 1)
  if not following then break end
  released = released + 1
  append(tagged, released, following)
  redis.call('HDEL', parked, released)
end
return {status, released, redis.call('HLEN', parked), last(found)}
