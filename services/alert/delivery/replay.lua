#!lua
-- Send a delivery once more, as it was: due at once, with no tries counted. One that waits for its next try is
-- only made due: its tries count on. One that is claimed has its answer coming, and is left alone.
-- KEYS  due, deliveries, tries, tokens and answers of a channel, dead
-- ARGV  delivery id, delivery (JSON), id of its dead letter or ''
-- reply {'replayed'} | {'hurried'}: it waited | {'on-its-way'} | {'known'}: the dead letter is not there any more
local due, deliveries, tries, tokens, answers, dead = unpack(KEYS)
local id, record, letter = ARGV[1], ARGV[2], ARGV[3]
if #KEYS ~= 6 or #ARGV ~= 3 then refuse('replay takes 6 keys and 3 arguments') end
if id == '' or record == '' then refuse('delivery id and delivery must not be empty') end
if letter ~= '' and not string.match(letter, '^%d+-%d+$') then refuse(letter .. ' is not the id of a dead letter') end
check_types({[due] = 'zset', [deliveries] = 'hash', [tries] = 'hash', [tokens] = 'hash', [answers] = 'hash',
  [dead] = 'stream'})

if letter ~= '' and redis.call('XDEL', dead, letter) == 0 then return {'known'} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if redis.call('HEXISTS', deliveries, id) == 1 then
  local at = tonumber(redis.call('ZSCORE', due, id) or now)
  if at <= now or redis.call('HEXISTS', tokens, id) == 1 then return {'on-its-way'} end
  redis.call('ZADD', due, now, id)
  return {'hurried'}
end
redis.call('HSET', deliveries, id, record)
redis.call('ZADD', due, now, id)
for _, key in ipairs({tries, answers}) do redis.call('HDEL', key, id) end
return {'replayed'}
