#!lua
-- One record read: acknowledge it, park it, and release the unbroken run of parked ones in order of seq.
-- KEYS  articles.found, parked, articles.tagged, dead
-- ARGV  group, seq ('0': only release), SHA-1 of the record as found, record as read, dead letter or '', bound
-- reply {'parked' | 'repeated' | 'gone' | 'released', last released seq, how many are parked, last seq found}
local found, parked, tagged, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local group, digest, record, letter = ARGV[1], ARGV[3], ARGV[4], ARGV[5]
if #KEYS ~= 4 or #ARGV ~= 6 then refuse('commit takes 4 keys and 6 arguments') end
local seq, bound = integer(ARGV[2], 'seq'), integer(ARGV[6], 'bound')
if seq > 0 and record == '' then refuse('record must not be empty') end
check_types({[found] = 'stream', [parked] = 'hash', [tagged] = 'stream', [dead] = 'stream'})

local status, released = 'released', last(tagged)
if seq > 0 then
  local id = string.format('%.0f-0', seq)
  local entry = redis.call('XRANGE', found, id, id)[1]
  if not entry or redis.sha1hex(entry[2][2]) ~= digest then
    status = 'gone'  -- the journal was flushed since; what it holds there now is another record
  elseif seq <= released or redis.call('HEXISTS', parked, seq) == 1 then
    status = 'repeated'
  else
    status = 'parked'
    redis.call('HSET', parked, seq, record)
    if letter ~= '' then redis.call('XADD', dead, '*', '__data__', letter) end
  end
  if status ~= 'gone' then redis.call('XACK', found, group, id) end
end

for _ = 1, bound do
  local following = redis.call('HGET', parked, released + 1)
  if not following then break end
  released = released + 1
  append(tagged, released, following)
  redis.call('HDEL', parked, released)
end
return {status, released, redis.call('HLEN', parked), last(found)}
